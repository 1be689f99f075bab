"""Columns of exports in many languages and scripts, each with the answer: about people or not. All are invented."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Labelled(NamedTuple):
    """One column: whether it is about people, its header, its cells, and how often each of them comes."""

    is_personal: bool
    header: str
    cells: Sequence[str]
    times: int = 1


def _of(is_personal: bool, table: str, times: int = 1) -> list[Labelled]:
    columns = []
    for line in filter(None, map(str.strip, table.splitlines())):
        header, _, cells = line.partition(": ")
        columns.append(Labelled(is_personal, header, [cell.strip() for cell in cells.split(" / ")], times))
    return columns


PERSONAL = _of(True, """
    Name: Ada Byron / Max Weber / Grace Hopper / Alan Kay
    Full Name: Byron, Ada / Weber, Max / Okafor, Chinedu
    First Name: Ada / Max / Chinedu / Priya / Xiaoming
    Last Name: Byron / Weber / Okafor / Sharma / Vqz
    Column1: Ada Byron / Max Weber / Priya Sharma / José Núñez
    Column2: ADA BYRON / MAX WEBER / PRIYA SHARMA
    Column3: A. Byron / M. Weber / P. Sharma
    Column4: Dr. Ada Byron / Herr Max Weber / Ms Priya Sharma
    Column5: Byron, A. / Weber, M. / Sharma, P.
    Column6: Seán O'Connor / Mary-Jane Watson / Jean-Luc Moreau
    Column7: Ana Ruiz; Ben Okafor / Priya Sharma; Max Weber / Ana Ruiz
    Column8: ana ruiz / ben okafor / priya sharma
    Sold to: Kwame Mensah / Ngozi Eze / Thabo Nkosi / Amina Diop
    Verantwortet von: Jürgen Müller / Käthe Größe / Björn Schäfer / Anja Weiß
    Interlocuteur: Élodie Lefèvre / François Dubois / Chloé Moreau
    Encargado: José Núñez / María García / Íñigo Ibáñez
    Referente: Giulia Bianchi / Marco Ricci / Chiara Esposito
    Atendente: João Silva / Inês Gonçalves / Antônio Souza
    Medewerker: Jan de Vries / Pieter van der Berg / Sanne Bakker
    Handläggare: Björn Andersson / Åsa Lindqvist / Göran Svensson
    Käsittelijä: Matti Virtanen / Päivi Nieminen / Jukka Mäkinen
    Opiekun klienta: Agnieszka Kowalska / Paweł Nowak / Łukasz Wiśniewski
    Řešitel: Jana Nováková / Petr Svoboda / Tomáš Dvořák
    Ügyintéző: Kovács Anna / Nagy László / Szabó Péter
    Temsilci: Ayşe Yılmaz / Mehmet Öztürk / Çağla Demir
    Phụ trách: Nguyễn Thị Hương / Trần Văn Minh / Lê Hoàng Anh
    Penanggung: Budi Santoso / Siti Rahayu / Agus Wijaya
    Кто: Иванов Иван Иванович / Петрова Анна Сергеевна / Смирнов Алексей
    Кем закрыто: Иванов И. И. / Петрова А. С. / Сидоренко О. В.
    Виконавець: Олександр Шевченко / Оксана Коваленко / Тарас Бойко
    Изпълнител: Георги Димитров / Мария Иванова / Петър Стоянов
    Κλειστό από: Γιώργος Παπαδόπουλος / Μαρία Ιωάννου / Νίκος Δημητρίου
    בטיפול: משה כהן / שרה לוי / דוד מזרחי
    المتابع: محمد أحمد / فاطمة علي / خالد بن سعيد
    मालिक: राहुल शर्मा / प्रिया पटेल / अमित कुमार
    มอบหมายให้: สมชาย ใจดี / สมหญิง รักไทย / ประเสริฐ มั่นคง
    ผู้ดูแล: นายสมชาย ใจดี / นางสาวสมหญิง รักไทย
    经办人: 王伟 / 李娜 / 张秀英 / 刘洋 / 欧阳修
    Column9: 王伟 / 李娜 / 张秀英 / 刘洋 / 陈静
    承辦: 陳大文 / 林志玲 / 黃小明
    対応者: 山田太郎 / 佐藤 花子 / 鈴木一郎 / 高橋健太
    Column10: 山田 太郎 / 佐藤 花子 / 鈴木 一郎
    フリガナ: ヤマダ タロウ / サトウ ハナコ / スズキ イチロウ
    よみ: やまだ たろう / さとう はなこ
    처리자: 김민수 / 이영희 / 박지훈 / 최수진
    Column11: 김민수 / 이영희 / 박지훈 / 최수진
    Պատասխանատու: Արամ Հակոբյան / Անի Սարգսյան
    პასუხისმგებელი: გიორგი ბერიძე / ნინო კაპანაძე
    দায়িত্বে: রহিম উদ্দিন / সুমাইয়া আক্তার / করিম হোসেন
    Email: ada@pumps.example / max@rohre.example
    Column12: ada@pumps.example / max@rohre.example
    Raised via: ada@pumps.example / Portal / Web form
    Kontakt: Ada Byron <ada@pumps.example> / Max Weber <max@rohre.example>
    Phone: +44 7700 900123 / 020 7946 0958 / 07700900456
    Mobile: 447700900123 / 447700900124 / 447700900125
    Column13: +49 30 901820 / +49 89 2180-0 / 0221 221-0
    Column14: (212) 555-0123 / (646) 555-0199 / 212-555-0100
    Column15: 01 23 45 67 89 / 06 12 34 56 78
    電話番号: 03-1234-5678 / 090-1234-5678
    هاتف العميل: ٠٥٠١٢٣٤٥٦٧ / ٠٥٥٧٦٥٤٣٢١
    Column16: ٠٥٠١٢٣٤٥٦٧ / ٠٥٥٧٦٥٤٣٢١ / ٠٥٦١١١٢٢٢٣
    फ़ोन: ०९८७६५४३२१० / ०९१२३४५६७८९
    Column17: ０３－１２３４－５６７８ / ０９０－１２３４－５６７８
    Address: 12 High Street, Leeds / 4 Mill Lane, York
    Column18: 12 High Street / 221b Baker Street / 10 Downing St
    Column19: Hauptstraße 5 / Lindenallee 12a / Am Markt 3, 10115 Berlin / Schulweg 7
    Column20: 12 rue de la Paix / 3 avenue Foch / 45 bd Voltaire
    Column21: Calle Mayor 5 / Avda. de América 12 / Plaza del Sol 3
    Column22: Via Roma 12 / Piazza Dante 3 / Viale Europa 7
    Column23: Rua Augusta 100 / Avenida Paulista 1578
    Column24: ул. Ленина, д. 5 / пр. Мира, 12 / наб. Мойки, 3
    Column25: 東京都千代田区丸の内1-1-1 / 大阪府大阪市北区梅田2-3
    Column26: 北京市朝阳区建国路88号 / 上海市浦东新区世纪大道100号
    Column27: 서울특별시 강남구 테헤란로 152 / 부산광역시 해운대구 센텀로 99
    Column28: شارع الملك فهد 12 / شارع التحلية 7
    Column29: רחוב הרצל 12 / שדרות רוטשילד 5
    Column30: ul. Długa 5 / ul. Krótka 12
    Date of birth: 1980-01-31 / 1975-12-01
    Geburtsdatum: 1980-01-31 / 1975-12-01
    Comments: called twice, wants the blue one / no answer
    Notes: Ada asked for a quote / call back
    Column31: Ada Byron called and asked for the offer that was sent to her husband last week by Tom / Max \
Weber wants to be called back on Friday afternoon because he is on holiday until then
    Postal Code: SW1A 1AA / LS1 4DY
    LinkedIn: in/adabyron / in/maxweber
    Created By: Ada Byron / Integration User
    Deal name: Ada Byron / Max Weber / Priya Sharma
    Company: Ada Byron / Max Weber / José Núñez
    IP address: 203.0.113.7 / 198.51.100.23
    Password: xyzzy1 / xyzzy2
    Contact: Byron / Kyvuzo
""") + _of(True, """
    Agent: Ana Ruiz / Ben Okafor
    Assignee: Ana Ruiz / Ben Okafor / Tom Beck
    Owner: Vqzuji / Kyvuzo
    Column1: Ana Ruiz / Ben Okafor / Tom Beck
    Deal owner: Tom Beck
    Responsable: Ana Ruiz / Inés Vega
    担当者: 山田太郎 / 佐藤花子
    담당자: 김민수 / 이영희
    Ответственный: Иванов Иван / Петрова Анна
    Besitzer: Kyvu Zojiwi / Xaqe Wojixa
    Last touched: Ana Ruiz / Ben Okafor
    负责人: 王伟 / 李娜
    Rep: AR / BO
    Closed by: Ana Ruiz / Ben Okafor / System
""", times=20)  # fmt: skip

NOT_PERSONAL = _of(False, """
    First contact: 2026-01-05 10:00 / 2026-01-06 14:45
    Last Contacted: 05/01/2026 10:00 / 13/01/2026 14:45
    Time to first contact (min): 50 / 225
    Email: 0 / 1
    Contact: 12 / 7
    Phone calls: 3 / 4
    Owner changes: 0 / 3
    Number of contacts: 3 / 5
    Name count: 3 / 5
    Has email: true / false
    Email opt out: yes / no
    Owner ID: 0055e000001AbCdAAK / 0055e000001AbCeAAK
    Contact ID: 003A1 / 003A2
    Agent id: A-17 / A-18
    assignee_id: 5551234567 / 5551234568
    ID: 4711 / 4712
    Ticket number: INC0010001 / INC0010002
    Issue key: PRJ-1 / PRJ-2
    Order: 2026-0001 / 2026-0002
    SKU: AB-100-X / AB-200-Y
    Serial: 123-456-789-0 a / 123-456-789-1 b
    IBAN end: DE89 / FR76
    UUID: 5f0c2f7e-0000-4000-8000-000000000001 / 5f0c2f7e-0000-4000-8000-000000000002
    Row checksum: kQ0+== / 8t1/==
    Version: 1.2.3 / 2.0.1
    Contacted on: 2026-01-05 / 2026-01-06
    Amount: 1200.50 / 99.90
    Betrag: 1.200,50 / 99,90
    Share: 12% / 15%
    Score: 60 / 7
    Talk time: 0:30:00 / 1:05:00
    Birthday campaign: true / false
    Address verified: yes / no
    Latitude: 51.5007 / 48.8566
    Created: 2026-01-05T09:00:00Z / 2026-01-06T09:00:00Z
    Besitzer geändert am: 05.01.2026 09:00 / 16.01.2026 10:00
    最終連絡日: 2026-01-05 / 2026-01-06
    Amount due: 1 200 300 / 2 300 400
    Domain: pumps.example / rohre.example
    Company Name: Pumps Ltd / Rohre GmbH / Müller AG
    Company: Weber GmbH / Johnson Controls Inc / Baker Street Holdings
    Account Name: Northwind Pumps Ltd / Contoso Services
    Firma: Müller / Schmidt / Weber
    会社名: 山田製作所 / 佐藤商事株式会社
    Product name: Premium Plan / Basic Plan
    Campaign name: Spring Sale 2026 / Webinar March
    Deal name: Pumps 2026 / Rohre, second order
    File name: leads.csv / deals.csv
    City: Leeds / York / Köln
""") + _of(False, """
    Status: Open / Closed / Pending
    Region: North / South / East
    Stage: Won Deal / Lost Deal / Contact Made
    Deal Stage: Closed Won / Closed Lost / Appointment Scheduled
    Column1: Closed Won / Closed Lost / Proposal Sent
    Column2: North America / Latin America / Western Europe
    Column3: United Kingdom / New Zealand / South Korea
    Column4: Open / Won / Lost
    Column5: High / Medium / Low
    Column6: Sales Qualified Lead / Marketing Qualified Lead / Customer
    Column7: Web / Referral / Trade Show
    Lead Source: Web / Partner Referral / Trade Show
    Contact status: Reached / Not reached
    Contact method: Email / Phone
    Owner team: Inside Sales / Field Sales
    Email status: Delivered / Bounced
    Assigned group: Level 2 / Level 3
    Lifecycle Stage: Lead / Opportunity
    Priority: P1 / P2 / P3
    Phase: Offen / In Bearbeitung / Abgeschlossen
    Column8: Offen / Gewonnen / Verloren
    Column9: Erstkontakt / Angebot / Auftrag
    Étape: Gagné / Perdu / En cours
    Column10: En attente / Devis envoyé / Clos
    Etapa: Abierto / Cerrado / En proceso
    Column11: Ganado / Perdido / Pendiente
    Fase: Aperto / Chiuso / In corso
    Situação: Aberto / Fechado / Em andamento
    Статус: Открыто / Закрыто / В работе
    Column12: Новый / В работе / Завершён
    Κατάσταση: Ανοιχτό / Κλειστό
    מצב: פתוח / סגור / בטיפול
    الحالة: مفتوح / مغلق / قيد التنفيذ
    स्थिति: खुला / बंद / लंबित
    สถานะ: เปิด / ปิด / รอดำเนินการ
    状态: 已完成 / 进行中 / 未开始
    Column13: 已成交 / 跟进中 / 已流失
    狀態: 已結案 / 處理中
    ステータス: 完了 / 対応中 / 未着手
    Column14: 受注 / 失注 / 商談中
    Column15: 東日本 / 西日本 / 関東
    상태: 완료 / 진행중 / 대기
    Column16: 신규 / 진행중 / 완료
    地域: 华东 / 华南 / 华北
    Currency: EUR / USD
    Country: Germany / France / Spain
    Labels: ui / api / bug
    Tier: Gold / Silver / Bronze
    Queue: Billing / Technical Support
    Weekday: Monday / Tuesday / Friday
    Durum: Açık / Kapalı / Beklemede
    Stan: Otwarte / Zamknięte / W toku
    Industry: Oil & Gas / Health Care / Financial Services
""", times=20)  # fmt: skip

MORE_PERSONAL = _of(True, """
    C1: Hannelore Fuchtmann / Ottokar Bräsig / Wendelin Kötter
    C2: Zbigniew Przybylski / Grażyna Wróbel
    C3: Siobhan Gallagher / Niamh Byrne / Eoghan Doyle
    C4: Tiago Pinheiro / Beatriz Azevedo
    C5: Aoife Ryan / Declan Walsh
    C6: Yuki Tanaka / Hiroshi Sato
    C7: Zhang Wei / Wang Fang / Li Na
    C8: Kim Min-su / Lee Ji-eun / Park Seo-joon
    C9: Rohit Kulkarni / Sneha Iyer / Vikram Rathore
    C10: Mohammed Al-Farsi / Layla Haddad
    C11: Dimitra Karagianni / Stavros Economou
    C12: Smith, John (Sales) / Doe, Jane (Support)
    C13: j.smith / a.byron
    C14: МИХАЙЛОВ ПЁТР / КУЗНЕЦОВА ОЛЬГА
    C15: Иван Петров / Анна Кузнецова
    C16: Юрій Мельник / Оксана Бондаренко
    C17: اَحمد محمود / سارة حسن / عمر خليل
    C18: דנה פרידמן / יוסי ביטון
    C19: अनिल कपूर / सुनीता विलियम्स / दीपक चोपड़ा
    C20: 佐々木希 / 本田圭佑 / 大谷翔平
    C21: 伊藤美咲 / 渡辺謙
    C22: 周杰伦 / 成龙 / 范冰冰
    C23: 홍길동 / 유재석 / 강호동
    C24: วิชัย ศรีสุข / มานี มีนา
    C25: Nikos Papadakis / Eleni Georgiou
    C26: Uğur Şahin / Özlem Türeci
    C27: Þór Jónsson / Guðrún Einarsdóttir
    C28: Lê Văn An / Phạm Thu Trang
    C29: Chukwuemeka Okonkwo / Folasade Adebayo
    C30: Jean Dupont / Marie Curie / Pierre Martin
    C31: Mr John Smith / Mrs Jane Doe
    C32: Maria del Carmen López / José Luis Rodríguez
    C33: Hans-Peter Müller-Lüdenscheidt / Karl Otto von Weber
    C34: +1-202-555-0143 / +1-202-555-0188
    C35: 0049 30 1234567 / 0049 89 7654321
    C36: 555-0143 / 555-0188
    C37: (030) 1234567 / (089) 765432
    C38: +33 1 23 45 67 89 /
    C39: 1600 Pennsylvania Ave NW / 350 Fifth Avenue
    C40: Bahnhofstr. 12, 8001 Zürich / Kirchgasse 4
    C41: 5 Rue de Rivoli, 75001 Paris / 8 Place Vendôme
    C42: Кутузовский проспект, 32 / ул. Пушкина, 10
    C43: 〒100-0001 東京都千代田区 / 〒530-0001 大阪府大阪市北区
    C44: 台北市信義區信義路五段7號 / 高雄市苓雅區四維三路2號
    C45: ada [at] pumps.example / Ada@Pumps.Example
    Created by: system / api
    Lead Owner Full: Zojiwi Kyvu / Xaqe Vu
    Gemeldet von: A. Müller / B. Schulz
    Zugewiesen an: Müller / Schulz / Nowak
    Asignado a: Pepe / Lola
    Assigned to: pepe / lola
    Vertriebler: Jörg Schulze / Heike Lang
    Ansprechpartner: Schulze / Lang
    Kontakt: Jörg Schulze / Heike Lang
    Vendedor: Inês / Rui
    C46: Jörg Schulze / Heike Lang / nicht zugewiesen
    C47: Tom / Anna / Max / Julia
    C48: Müller / Schmidt / Schneider / Fischer
""") + _of(True, """
    C50: Zbigniew Przybylski / Grażyna Wróbel
    C51: Rohit Kulkarni / Sneha Iyer
    C52: Hannelore Fuchtmann / Ottokar Bräsig
    C53: Tom / Anna / Max / Julia
    C54: 佐藤 / 鈴木 / 高橋
    C55: Mark Johnson / Will Smith / Grace Lee
    C56: DeShawn Jackson / LaToya Brown
    C57: Иванов / Петров / Сидорова
""", times=15)  # fmt: skip

MORE_NOT_PERSONAL = _of(False, """
    C1: 10.5.3 / 10.5.4
    C2: 2026-W05 / 2026-W06
    C3: Q1 2026 / Q2 2026
    C4: AB12 3CD9 / XY99 8ZZ1
    C5: https://crm.example/1 / https://crm.example/2
    C6: 100-200 / 200-500 / 500+
    C7: 1-10 employees / 11-50 employees
    C8: 4 business hours / 2 days
    C9: 123456789 / 987654321
    C10: 0001 / 0002
    C11: 00123456789 a / 00123456790 b
    C12: 20260105 / 20260106
    C13: 1785765900 / 1785765999
    C14: #1234 / #1235
    C15: 12:30 / 14:45
    C16: true / FALSE
    C17: 2026-01-05 10:00 / n/a
    C18: €1,200 / €99
    Telefonate: 3 / 12
    Nom du produit: Pompe A / Pompe B
    Nombre de contacts: 3 / 9
    Name der Kampagne: Frühling / Sommer
    Phone type: Mobile / Landline
    Mobile app version: 1.2 / 1.3
    Email campaign: Spring / Summer
    Emails sent: 3 / 9
    Owner assigned date: 2026-01-05 / 2026-01-06
    Number of agents: 3 / 9
    Address count: 3 / 9
""") + _of(False, """
    C20: Discovery Call / Product Demo / Contract Sent
    C21: New York / San Francisco / Los Angeles
    C22: Great Britain / United States / Hong Kong
    C23: Annual Subscription / Monthly Subscription
    C24: Erstgespräch geführt / Angebot verschickt
    C25: Bayern / Hessen / Sachsen
    C26: Baden-Württemberg / Nordrhein-Westfalen
    C27: Île-de-France / Provence-Alpes
    C28: Castilla y León / Comunidad de Madrid
    C29: Почта / Телефон / Сайт
    C30: Северный регион / Южный регион
    C31: 北京 / 上海 / 广州
    C32: 電話 / メール / 訪問
    C33: 서울 / 부산 / 대구
    C34: กรุงเทพ / เชียงใหม่
    C35: الرياض / جدة / الدمام
    C36: תל אביב / חיפה / ירושלים
    C37: उत्तर / दक्षिण / पूर्व
    C38: Αθήνα / Θεσσαλονίκη
    C39: Team Alpha / Team Beta
    C40: B2B / B2C
    C41: Ja / Nein
    C42: A / B / C
    C43: Hot / Warm / Cold
    C44: Paid Search / Organic Search / Direct Traffic
    C45: Automotive / Pharma / Retail
    C46: Lost to Competitor / No Budget
    C47: en-GB / de-DE
    C48: Cliente nuevo / Cliente existente
    C49: Nieuwe klant / Bestaande klant
    C50: Uusi asiakas / Vanha asiakas
    C51: Yeni Müşteri / Mevcut Müşteri
    C52: Waiting on Customer / Waiting on Third Party
    C53: Mid-Market / Small Business / Enterprise
    C54: Anruf / E-Mail / Besuch
    C55: Wohnung / Haus / Gewerbe
    C56: 未対応 / 対応済み / 保留
    C57: 高 / 中 / 低
    C58: 林业 / 农业 / 制造业
    Owner type: User / Queue
    Contact role: Decision Maker / Influencer
    Lead status: Attempted to Contact / Connected
    Agent group: Tier One / Tier Two
""", times=15)  # fmt: skip

LAST_PERSONAL = _of(True, """
    D1: Wilhelmina Oosterhuis / Barend Hoogland
    D2: Kasimir Malinowski / Bogumiła Zając
    D3: Ruairí Ó Briain / Sorcha Ní Dhomhnaill
    D4: Thiago Nascimento / Luana Barros
    D5: Okechukwu Nnamdi / Zainab Bello
    D6: Keiko Fujimoto / Ren Nakagawa
    D7: Xu Jing / Deng Lei / Tan Hui
    D8: Choi Yu-na / Jung Ho-seok
    D9: Lakshmi Narayanan / Suresh Menon
    D10: Abdelaziz Benkirane / Soukaina Alaoui
    D11: Panagiota Kotsou / Lefteris Zervas
    D12: GARCÍA LÓPEZ, MARÍA / RUIZ GIL, PEDRO
    D13: maria.garcia / pedro.ruiz
    D14: Козлова Е.В. / Орлов Д.М.
    D15: Наталия Воронцова / Глеб Фёдоров
    D16: محمود درويش / نجيب محفوظ
    D17: נעמי שמר / אריק איינשטיין
    D18: विराट कोहली / रोहित शर्मा
    D19: 村上春樹 / 川端康成
    D20: 莫言 / 余华 / 刘慈欣
    D21: 한강 / 박경리 / 김영하
    D22: นายวิทยา แก้วใส / นางมาลี สุขดี
    D23: Ioan Munteanu / Elena Dumitrescu
    D24: Mustafa Çelik / Zehra Aydın
    D25: Freyja Magnúsdóttir / Sigurður Ólafsson
    D26: Đặng Thùy Linh / Võ Quốc Bảo
    D27: Ms. K. Ito / Mr. T. Abe
    D28: 06-12345678 / 020-1234567
    D29: +7 (495) 123-45-67 / +7 (812) 765-43-21
    D30: 138-0013-8000 / 139-1234-5678
    D31: Gran Vía 28, 3º / Paseo de Gracia 43
    D32: Piazza Navona 1, Roma / Corso Italia 22, Milano
    D33: Keizersgracht 123 / Damrak 1
    D34: 大阪市中央区難波5-1-60 / 名古屋市中村区名駅1-1-4
    D35: Marszałkowska 10, Warszawa / ul. Długa 4, Gdańsk
    D36: PO Box 123, Dublin / P.O. Box 77, Cork
    Angelegt durch: Petra Lang / Uwe Roth
    Traité par: Luc Bernard / Anne Roux
    Kundenbetreuer: Lang / Roth
    Primary rep: Pat / Sam
    Gestito da: Rossi / Bianchi
    Comentarios: llamar mañana / sin respuesta
    ผู้ติดต่อ: วิทยา แก้วใส / มาลี สุขดี
    الموظف: نجيب محفوظ / محمود درويش
""") + _of(True, """
    D40: Lakshmi Narayanan / Suresh Menon / Kavitha Raghavan
    D41: Petra Lang / Uwe Roth
    D42: Козлова / Орлов
    D43: 村上春樹 / 川端康成
    D44: Wilhelmina Oosterhuis / Barend Hoogland
""", times=12)  # fmt: skip

LAST_NOT_PERSONAL = _of(False, """
    D1: 4.5 h / 3.2 h
    D2: KW 5 / KW 6
    D3: DE-123/45 / DE-124/46
    D4: 3/4 / 1/2
    D5: 00:15:30 / 01:02:03
    D6: 1.2e5 / 3.4e6
    D7: LEAD-000123 / LEAD-000124
    D8: 2026-01 / 2026-02
    D9: 5000000001 / 5000000002
    D10: Angebot 2026-01 / Angebot 2026-02
    D11: v1.0-beta / v1.1
    D12: 12345-67 / 12346-68
    D13: ZH-2026-000001 / ZH-2026-000002
    Anrufe: 3 / 4
    Rückrufe erledigt: ja / nein
    Emails opened: 3 / 5
    Contacted?: true / false
""") + _of(False, """
    D20: In Progress / On Hold / Done
    D21: Qualified to Buy / Presentation Scheduled
    D22: Nord-Ost / Süd-West
    D23: Auvergne-Rhône-Alpes / Nouvelle-Aquitaine
    D24: Lombardia / Veneto / Lazio
    D25: Minas Gerais / Rio de Janeiro
    D26: Nederland / België
    D27: Kundenservice / Vertrieb / Technik
    D28: À rappeler / Sans suite
    D29: En negociación / Sin respuesta
    D30: In behandeling / Wacht op klant
    D31: Nowy / W trakcie / Odrzucony
    D32: Рассмотрение / Отказ
    D33: Новый клиент / Старый клиент
    D34: Санкт-Петербург / Москва
    D35: 新規 / 既存
    D36: 検討中 / 見積提出 / 契約済
    D37: 高优先级 / 低优先级
    D38: 浙江 / 江苏 / 广东
    D39: 상담중 / 계약완료 / 보류
    D40: قيد المراجعة / تم الإلغاء
    D41: בהמתנה / הושלם
    D42: नया / पुराना
    D43: เสนอราคา / ปิดการขาย
    D44: Νέο / Σε εξέλιξη
    D45: Beklemede / Tamamlandı
    D46: Software / Hardware / Services
    D47: Chat / Phone / Walk-in
    D48: Small / Medium / Large
    D49: Trial Expired / Price Too High
    D50: SMB / MM / ENT
    D51: Google Ads / LinkedIn Ads / Meta Ads
    D52: Monday / Tuesday
    D53: January / February
    D54: Salesforce / HubSpot / Pipedrive
""", times=12)  # fmt: skip

COLUMNS = [*PERSONAL, *NOT_PERSONAL, *MORE_PERSONAL, *MORE_NOT_PERSONAL, *LAST_PERSONAL, *LAST_NOT_PERSONAL]
