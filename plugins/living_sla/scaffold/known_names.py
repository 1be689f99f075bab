"""Names that many people have, by script, folded: no capitals, no marks. Of Latin ones, transcriptions, too.

Words that are ordinary ones as well (Mark, Will, Grace) are left out: whoever has such a name has another one, too.
"""

from __future__ import annotations

from living_sla.scaffold.known_words import words_of

GIVEN = words_of("""
    aaron abdul abdullah abigail ada adam adele adrian agnes agnieszka ahmed ahmet aiko aisha akira alain alan
    albert alberto alejandra alejandro aleksandr alessandra alessandro alex alexander alexandra alexei alfred
    ali alice alicia alina alisha allison amanda amelia amina amir amit amy ana anastasia anders andre andrea
    andreas andrei andrew andrzej angela angelika angus anil anita anja ann anna anne annika anthony antoine
    anton antonio anya ariana arjun arnaud arthur asha ashley asuka audrey aurora ava axel ayesha ayse aziz
    barbara beatrice beatriz ben benedikt benjamin bernard bernd bert beth bianca birgit bjorn bogdan boris
    brandon brenda brian bridget brigitte bruno bryan burak camila camille carla carlo carlos carmen carol
    caroline carolina caterina catherine cecilia celine charles charlie charlotte chen chiara chloe chris
    christian christina christine christoph christophe christopher claire clara claudia colin connor cristina
    daisuke damien daniel daniela danielle daria dariusz dave david deborah deepak denise dennis derek diana
    diego dieter dimitri dirk dmitry dominik dominique donald donna dorota dorothy doug douglas duncan dylan
    eduardo edward edwin ekaterina elena eleni elias elif elisabeth elizabeth ella ellen elsa emil emilia emilie
    emily emine emma emmanuel enrico enrique eric erica erik erin ernst esther ethan eva evelyn ewa fabian fabio
    farah fatima fatma felipe felix fernanda fernando filip fiona florian franca francesca francesco francisco
    francois frank franz fred frederic frederick frida friedrich fumiko gabriel gabriela gareth gary georg
    george georgios gerard gerd gerhard gianluca gina giorgio giovanna giovanni giulia giuseppe gloria gonzalo
    greg gregor gregory greta guillaume guido gunter gustavo haruto hakan hamid hanna hannah hans harald harriet
    harry hasan hassan heather heidi heike heinrich helen helena helga henri henrik henry hiroshi holger huseyin
    hugo ian ibrahim igor ilya imran ines inga ingrid irene irina isaac isabel isabella ismail ivan jack jacek
    jacob jacqueline jakob jakub james jamie jan jana jane janet jasmin jason javier jean jeff jeffrey jen
    jennifer jens jeremy jerome jessica jim jin joachim joan joanna joao jochen joel johan johanna johannes john
    jonas jonathan jorge jose josef joseph joshua juan judith julia julian juliana julie julien jun jurgen
    justin karen karim karin karina karl karol katarina katarzyna kate katharina katherine kathleen kathryn
    katja kavita kayla keith keiko kelly ken kenji kenneth kevin khalid kim kiran klaus konstantin krzysztof
    kumar kurt kyle lars laura lauren laurent lea leila lena leo leon leonardo leonie leslie levent lewis li
    liam lidia lin linda lisa lorenzo louis louise luc luca lucas lucia lucie luigi luis luisa lukas luke lydia
    madison magdalena mahmoud maja malgorzata manfred manuel manuela marc marcel marcelo marcin marco marcus
    margaret margarita maria mariam mariana marie marina mario marion marta martha martin martina mary maryam
    masako mateo mateusz mathieu matt matteo matthew matthias maurice maximilian mehmet mei melanie melissa mia
    michael michal michel michele michelle miguel mikhail miriam mohamed mohammad mohammed monica monika morgan
    muhammad mustafa nadia nadine naomi natalia natalie natasha nathan neha neil nicholas nick nico nicola
    nicolas nicole niels nikita niklas nikolai nikolaos nils nina noah noel nora olaf oleg olga oliver olivia
    olivier omar oscar osman otto pablo pamela paola paolo pascal patricia patrick patrycja paul paula paulina
    pavel pawel pedro peter petra philip philipp philippe pierre pietro piotr pooja priya rachel rafael rahul
    rainer raj rajesh ralf ramon rania raphael rasmus raul ravi rebecca regina reiner rene renate ricardo
    richard rita robert roberta roberto robin rodrigo roger roland rolf roman ronald rosa rosemary ross roxana
    ruben rudolf russell ruth ryan sabine sabrina said sakura salma sam samantha samir samuel sandra sandeep
    sanjay santiago sara sarah sasha satoshi scott sean sebastian selin serena serge sergei sergio shannon
    sharon shirin silke silvia simon simona simone sofia sonia sophia sophie stacy stanislav stefan stefania
    stefanie stella stephan stephanie stephen steve steven stuart sunil susan susanne suresh svetlana sven
    sylvia sylvie takashi tamara tanja tara tatiana taylor ted teresa terry thandiwe theo theresa therese thomas
    tim timothy tina tobias tom tomas tomasz tommaso toni tony tracy tristan tyler ulrich umberto ursula ute uwe
    valentina valeria valerie vanessa vera veronica veronika victor victoria vijay viktor vincent vincenzo
    virginie vladimir volker walter wanjiru wei wendy werner wilhelm willem william wolfgang xavier xiao yan
    yang yasmin yasuko ying youssef yui yuki yulia yuri yusuf yves yvonne zachary zainab zeynep zofia zoe zuzana
    chinedu amara ngozi kwame kofi ama adaeze tunde oluwaseun sipho thabo lerato nguyet huong linh minh tuan
    hung anh thi dung
""")

ORDINARY = words_of("""
    amber april art august bill chase chuck dale dawn dean drew faith frank grace grant guy hope hunter ivy jack joy
    june lance mark max may miles norm pat penny price ray rich rose ruby sandy sky sue summer violet will
""")
"""Given names that are words as well."""

FAMILY = words_of("""
    abe adams adeyemi afonso ahmad almeida alonso alvarez andersen anderson andersson bailey baker bauer becker
    bell bennett bernard bianchi brown byron bui campbell carter castro chan chang chaudhary chavez chen cheng
    cho choi chowdhury clark colombo conti cooper cox cruz dang das davies davis delgado demir diaz diop do
    dubois duong durand edwards esposito evans fernandes fernandez ferrari ferreira fischer flores fontana
    fournier fuchs fujita garcia gao gomez gomes gonzales gonzalez goncalves goto green gupta gutierrez haas
    hall hamid han hansen harris hartmann hashimoto hassan hayashi he hernandez herrera hill ho hoang hoffmann
    horvat hossain hu huang hughes hussain huynh inoue ito ivanov jackson jain jansen jensen jimenez johansson
    johnson jones jovanovic kato kaya keller khan kim kimura kobayashi koch kovacs kowalski krause kumar kruger
    lam larsen le lee lefebvre lehmann leroy lewis li liang liu lopes lopez ma maier mancini marin marino
    marques martin martinez martins matsumoto mayer mehta mendez mendoza meier mensah meyer miller mishra
    mitchell moore morales moreau moreno morris mueller muller murphy nakamura nguyen nielsen nkosi novak nowak
    nwosu obi oconnor okafor okeke oliveira olsen ortiz osei owusu ozturk pak papadopoulos park patel pedersen
    peng pereira perez peters petersen petrov peterson pham phan phillips popescu popov ramirez ramos rao ray
    reddy reyes ricci richter rivera roberts robinson rodrigues rodriguez rojas romano rossi roux ruiz russo
    sahin saito sanchez santos sasaki sato scholz schmid schmidt schmitt schneider schroder schubert schulz
    schulze schwarz shah sharma shimizu silva simon singh smirnov smith sokolov soto sousa souza suarez sun
    suzuki svensson takahashi tanaka tang taylor thompson torres tran turner vargas vasquez vega verma villa vo
    vogel vu wagner walker wang ward watanabe watson weber weiss werner wilson wong wood wright wu xu yadav
    yamada yamamoto yamashita yang yilmaz yoshida young yildiz zhang zhao zheng zhou zhu zimmermann achieng
    kamau mwangi otieno balogun eze ibrahim abdi haile tesfaye bekele beck engel
""")

ENDINGS = tuple(
    sorted(
        words_of("""
    ov ova ev eva sky ski ska skij skaya enko chuk vich vic ovic evic ovich evich ovna evna szky son sen sson dottir
    ez escu oglu opoulos opoulou idis akis ides yan ian shvili dze nen inen mann meier meyer stein berg baum sma stra
""")
    )
)
"""How many family names end, of three letters and more before it."""

CYRILLIC = words_of("""
    александр александра алексей алина алла анастасия андрей андрій анна антон артем богдан борис вадим
    валентина валерий василий вера виктор виктория виталий владимир володимир галина георгий григорий дарья
    денис дмитрий дмитро евгений екатерина елена игорь илья инна ирина іван иван кирилл константин ксения лариса
    людмила любовь максим марина мария михаил надежда наталья наталия никита николай олег олександр олена ольга
    павел петр полина роман руслан светлана сергей сергій станислав степан тарас татьяна федор юлия юрий яна
    ярослав јован милан марко драган ивана георги димитър
""")
CYRILLIC_ENDINGS = ("ов", "ова", "ев", "ева", "ёв", "ин", "ина", "ский", "ская", "цкий", "цкая", "енко", "чук", "юк",
                    "вич", "вна", "ыч", "ян", "дзе", "швили", "ић", "ски")  # fmt: skip

GREEK = words_of("""
    αθανασιος αικατερινη αλεξανδρος αλεξανδρα αναστασια ανδρεας αννα αντωνης βασιλης βασιλικη γεωργια γεωργιος
    γιαννης γιωργος δημητρα δημητρης δημητριος ειρηνη ελενη ευαγγελος ευαγγελια ηλιας θανασης ιωαννα ιωαννης
    κατερινα κωνσταντινος κωνσταντινα κωστας μαρια μιχαλης νικος νικολαος παναγιωτης παναγιωτα παυλος πετρος
    σοφια σπυρος σταυρος χρηστος
""")
GREEK_ENDINGS = ("οπουλος", "οπουλου", "ιδης", "ιδου", "ακης", "ακη", "ακος", "ογλου", "ατος", "ελης", "αδης", "αδου")

HEBREW = words_of("""
    אבי אביגיל אברהם אדם אורי אורלי איילת איתן אלון אלי אליהו אמיר אנה אסף אריאל בן בנימין גיא גיל גלית דוד דויד
    דן דנה דניאל הדס חיים חנה טל יאיר יוסי יוסף יעל יעקב יצחק ישראל כרמל ליאור לאה מאיר מאיה מיכאל מיכל מירי משה
    נועה נועם נדב עדי עומר עידו ענת רון רונית רחל רות רינה שי שיר שירה שלמה שמעון שרה תמר כהן לוי מזרחי פרץ
    ביטון אזולאי אוחנה פרידמן מלכה דהן גבאי
""")

ARABIC = words_of("""
    محمد احمد محمود مصطفى علي عمر عمرو عثمان حسن حسين ابراهيم اسماعيل يوسف خالد سعيد سعد سامي سمير سلمان سليمان
    طارق زياد كريم ماجد فهد فيصل عادل عبدالله عبدالرحمن عبد عبدالعزيز ناصر نبيل هشام وليد ياسر ياسين جمال رامي
    ايمن بلال حمزة رشيد فاطمة عائشة مريم زينب خديجة سارة نور هدى ليلى سلمى امينة رانيا ريم منى نادية دينا هبة
    سعاد بن ابن ابو ال بنت رضا حسینی محمدی احمدی رضایی کریمی زهرا فاطمه خان
""")

DEVANAGARI = words_of("""
    अमित अनिल अनीता अंजलि अर्जुन आशा कविता किरण गीता दीपक नेहा पूजा प्रिया प्रकाश मनोज महेश मीना मोहन रमेश रवि
    राज राजेश राहुल राम रीता लक्ष्मी विकास विजय संजय सीता सुनील सुनीता सुरेश हरि कुमार सिंह शर्मा वर्मा गुप्ता
    पटेल यादव मिश्रा जैन शाह देवी रेड्डी चौधरी जोशी नायर खान अग्रवाल पांडे तिवारी
""")

HAN_FAMILY = frozenset(
    "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何林罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾肖蕭田董袁"
    "潘蒋蔣蔡余杜叶葉程苏蘇魏吕呂丁任沈姚卢盧姜崔钟鍾谭譚陆陸汪范石廖贾賈夏韦韋付傅方邹鄒孟熊秦邱江尹薛闫閻段"
    "雷侯龙龍史陶黎贺賀顾顧毛郝龚龔邵万萬钱錢严嚴覃武戴莫孔向汤湯"
)
"""Chinese names of one character; the given name has one or two."""
HAN_DOUBLE = ("欧阳", "歐陽", "司马", "司馬", "上官", "诸葛", "諸葛", "司徒")
JAPANESE_FAMILY = tuple(
    sorted(
        words_of("""
    本田 大谷 三宅 古川 吉川 吉村 土屋 堀 大西 大石 奥村 小池 小松 山内 岩田 島田 川口 川上 川崎 平田 広瀬 早川
    望月 本間 松村 松永 栗原 桑原 永井 浅野 渡部 片山 田辺 石原 福島 福井 秋山 荒井 西川 西田 辻 関 須藤 飯田 高野
    黒田 星野 吉岡 古田 北村 中西 大橋
    佐藤 鈴木 高橋 田中 伊藤 渡辺 渡邉 山本 中村 小林 加藤 吉田 山田 佐々木 山口 松本
    井上 木村 林 斎藤 清水 山崎 森 池田 橋本 阿部 石川 山下 中島 石井 小川 前田
    岡田 長谷川 藤田 後藤 近藤 村上 遠藤 青木 坂本 斉藤 福田 太田 西村 藤井 金子 岡本
    藤原 三浦 中野 中川 原田 松田 竹内 小野 田村 中山 和田 石田 森田 上田 原 内田
    柴田 酒井 宮崎 横山 高木 安藤 宮本 大野 小島 工藤 谷口 今井 高田 増田 丸山 杉山
    村田 大塚 新井 小山 平野 藤本 河野 上野 野口 武田 松井 千葉 菅原 岩崎 久保 木下
    佐野 野村 松尾 菊地 市川 水野 服部 桜井
""")
    )
)
JAPANESE_GIVEN_ENDS = (
    "佑希愛実央音莉桜蓮陽大輝生誠剛健勇翼謙亮隆博子美香恵奈菜里代絵郎朗太夫雄男一二三介助輔樹也哉人斗翔司志彦之平"
)
HANGUL_FAMILY = frozenset(
    "김이박최정강조윤장임한오서신권황안송류유전홍고문양손배백허남심노하곽성차주우구민나지엄채원천방공현함변염"
    "여추도소석선설마길연위표명기반왕금옥육인맹제모탁국어은편용"
)
THAI_TITLES = ("นางสาว", "นาย", "นาง", "คุณ", "ดร.", "น.ส.")
