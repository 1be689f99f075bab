"""Whether the cells of a column are about people: names in any script, addresses, telephone numbers, free text.

What the cells say comes first, the header second. A column of people that is not proposed as personal is worse than one
too many; but moments, amounts, yes and no, codes, and a few words that come again and again are about nobody.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from itertools import islice
from typing import Literal

from msgspec import Struct

from living_sla.scaffold.cell_kinds import Kind, kind_of

_LOOKED_AT = 400
"""Different cells of a column."""


class Personal(Struct, frozen=True):
    """Why a column is taken for one about people, and whether that is doubtful."""

    why: str
    is_doubtful: bool = False


# ---------------------------------------------------------------- headers

_SURE = re.compile(
    r"e-?mail|\bmail\b|phone|mobile|mobil\b|\bfax|\btel\b|telefon|t[eé]l[eé]fono|telefone|tel[eé]phone|portable"
    r"|handy|rufnummer"
    r"|first.?name|last.?name|full.?name|middle.?name|given.?name|family.?name|surname|nick.?name|user.?name"
    r"|\bname$"
    r"|vorname|nachname|pr[eé]nom|\bnom\b|nombre|apellido|sobrenome|cognome|\bnaam\b|voornaam|achternaam"
    r"|imi[eę]|nazwisko"
    r"|owner|assigned|assignee|\bagent|reporter|requester|submitter|salesperson|sales.?rep|\brep\b"
    r"|account manager|watcher"
    r"|asignad|zugewiesen|assegnat|assign[ée]|atribu[ií]d|toegewezen|przypisan|назначен"
    r"|(erstellt|gemeldet|ge[aä]ndert|geschlossen|angelegt|bearbeitet|erfasst).von|(ado|ada|ido|ito|ato).(por|da)$"
    r"|(cr[ée]{2}|modifi[ée]|clos|clôtur[ée]).par$"
    r"|besitzer|inhaber|zust[aä]ndig|bearbeiter|ansprechpartner|verantwortlich|mitarbeiter|betreuer|responsable"
    r"|responsabile"
    r"|propietario|propri[eé]taire|proprietario|vendedor|venditore|vendeur|eigenaar|opiekun|w[lł]a[sś]ciciel|agente"
    r"|(created|modified|updated|closed|resolved|opened|entered|completed|changed|generated).by|salutation"
    r"|anrede|greeting"
    r"|street|address|adresse|anschrift|direcci[oó]n|indirizzo|endere[cç]o|stra[sß]+e|\brue\b|birth|geburt"
    r"|naissance|nacimiento"
    r"|postal|\bzip|\bplz\b|postcode|post.?code|linkedin|twitter|facebook|skype|whatsapp|instagram|\bip\b"
    r"|passport|\bssn\b"
    r"|password|passwort|mot de passe|contact person|kontaktperson|contact.?name|primary.?contact"
    r"|customer.?name|person$"
    r"|氏名|名前|姓名|お名前|担当|連絡先|電話|携帯|メール|住所|郵便|聯絡|联系人|電子郵件|邮箱|手机|手機|电话"
    r"|地址|負責|负责|业务员|姓$|名$"
    r"|이름|성명|담당|전화|휴대|이메일|주소|имя|фамилия|отчество|\bфио\b|телефон|почта|адрес|ответственн"
    r"|менеджер|автор"
    r"|όνομα|ονομα|επώνυμο|τηλέφωνο|διεύθυνση|υπεύθυνος|الاسم|هاتف|جوال|البريد|العنوان|المسؤول|שם|טלפון|דוא"
    r"|כתובת|נציג|אחראי"
    r"|नाम|फ़ोन|फोन|मोबाइल|ईमेल|पता|ชื่อ|โทรศัพท์|มือถือ|อีเมล|ที่อยู่|ผู้รับผิดชอบ",
    re.IGNORECASE,
)
_PROSE = re.compile(
    r"(\b|_)(comments?|notes?|message|description|subject|summary|remarks?|body|details)$|bemerkung|notiz"
    r"|beschreibung|betreff|kommentar|commentaire|remarque|objet|asunto|comentario|observaci|descri[pz]|opis$|備考"
    r"|コメント|件名|メモ|备注|備註|비고|메모|комментари|примечани|описание",
    re.IGNORECASE,
)
_PERHAPS = re.compile(r"contact|kontakt|contatto|contacto|klient|customer$|kunde$|client$|cliente$", re.IGNORECASE)
_NOT = re.compile(
    r"(^|[\s_])(company|account|firma|unternehmen|organi[sz]ation|entreprise|soci[eé]t[eé]|empresa|azienda|bedrijf)$"
    r"|(company|account|deal|campaign|product|file|stage|list|event|template|group|pipeline|field|property"
    r"|status|team|form"
    r"|source|type|domain|host|sheet|project|opportunity|queue|list|segment|plan|city|country|region|state"
    r"|firma|firmen"
    r"|entreprise|soci[eé]t[eé]|empresa|azienda|bedrijf|organi[sz]ation|brand|record|object|unternehmens|method"
    r"|api)"
    r"\W?.?(name|type|status|stage|team|role|group)"
    r"|(\b|_)(date|time|datetime)(_c)?$|opt.?(in|out)|number of"
    r"|(nom|name|nombre|nome|naam) (du|de|der|des|del|do|da|della|van|of)\W+(the )?(l[ae]s? )?"
    r"(prod|camp|kamp|firm|soci|entr|empr|azie|fich|dat|arch|list|event|evento|veranst|proj|proy|deal|opp|file)"
    r"|anzahl|nombre de|n[uú]mero de|count$|counts?\b|calls$|reason$|city$|country|region|language"
    r"|sprache|domain"
    r"|(owner|agent|assignee|contact|person|phone|mail|email|address|assigned|lead)\W?.?(id|ids|type|status"
    r"|role|team|group|source"
    r"|region|country|count|opt|stage|department|manager id|method|channel"
    r"|campaigns?|list|template|sent|app|clicks?|opens?|version|verified|bounced|quality|reason"
    r"|score|tier|level)\b"
    r"|(會社|会社|公司|企業|企业|회사|제품|商品|製品|产品|製造|部)名|公司名称|客户公司",
    re.IGNORECASE,
)
_AN_ID = re.compile(
    r"(\b|_)(f?ids?|vid|guid|uuid|key|hash|checksum|token)$|\bno\.?$|-?nr\.?$|番号|编号|編號", re.IGNORECASE
)
_TELEPHONE = re.compile(
    r"phone|mobil|\bfax|\btel\b|telef|handy|rufn|電話|携帯|电话|手机|手機|전화|휴대|телефон|τηλ|هاتف"
    r"|جوال|טלפון|โทร",
    re.IGNORECASE,
)
_BIRTH = re.compile(
    r"birth|geburt|naissance|nacimiento|nascita|nascimento|\bdob\b|生年月日|出生|생년|рожден", re.IGNORECASE
)
_WRITTEN_ASIDE = re.compile(r"^\(Do Not Modify\) |_+c$", re.IGNORECASE)
"""What a tool adds to the name of a column: Dynamics in front, Salesforce behind those of its customers."""


def _header_says(header: str) -> Literal["yes", "perhaps", "prose", "no", ""]:
    plain = _WRITTEN_ASIDE.sub("", header).strip()
    bare = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", plain)
    if _AN_ID.search(bare) or _NOT.search(bare):
        return "no"
    if _SURE.search(bare) or _SURE.search(plain):
        return "yes"
    return "prose" if _PROSE.search(bare) else "perhaps" if _PERHAPS.search(bare) else ""


# ---------------------------------------------------------------- columns


def about_people(header: str, kind: str, texts: Collection[str]) -> Personal | None:
    """Why the column is about people, None where it is not.

    Args:
        header: Its name in the file.
        kind: The narrowest type that fits all cells.
        texts: Its different cells, in the order of the file.
    """
    says = _header_says(header)
    if kind in ("integer", "number"):
        long = all(9 <= sum(map(str.isdigit, text)) <= 15 for text in _some_of(texts))
        return Personal("telephone numbers") if long and texts and _TELEPHONE.search(header) else None
    if kind == "date":
        return Personal("dates of birth") if _BIRTH.search(header) else None
    if kind != "text" or not texts:
        return Personal("named so, and empty") if kind == "text" and says == "yes" else None
    looked_at = _some_of(texts)
    counts = Counter(map(kind_of, looked_at))
    if says == "no":
        # "Müller" may be a company; "Ada Müller" is not.
        counts["name"] = sum(kind_of(text) == "name" and " " in text.strip() for text in looked_at)
    share = {kind: number / len(looked_at) for kind, number in counts.items()}
    return _by_cells(share, says, looked_at) or _by_header(says, share)


def _some_of(texts: Collection[str]) -> list[str]:
    """Cells from the whole file: what comes first is often what was imported together."""
    return list(islice(texts, 0, None, max(1, -(-len(texts) // _LOOKED_AT))))


def _by_cells(share: dict[Kind, float], says: str, texts: list[str]) -> Personal | None:
    if share.get("mail", 0) > 0:
        return Personal("mail addresses", is_doubtful=share["mail"] < _HALF and says != "yes")
    if share.get("telephone", 0) >= _SOME and (says != "no" or share["telephone"] > 1 - _FEW):
        return Personal("telephone numbers", is_doubtful=share["telephone"] < _HALF or says == "no")
    if share.get("address", 0) >= _SOME:
        return Personal("addresses", is_doubtful=share["address"] < _HALF)
    sure, perhaps, words = (share.get(kind, 0.0) for kind in ("name", "perhaps a name", "word"))
    if sure >= _HALF and says != "no":
        return Personal("names of people", is_doubtful=words > _SOME)
    if sure >= _SOME and (says != "no" or sure + perhaps >= 1 - _FEW):
        return Personal("many cells look like names of people", is_doubtful=True)
    looks_so = sure + perhaps >= 1 - 2 * _FEW and perhaps > 0 and words <= _FEW
    if looks_so and says != "no" and (says or not _share_a_word(texts)):
        return Personal("the cells may be names of people", is_doubtful=True)
    if sum(map(_is_prose, texts)) > _HALF * len(texts):
        return Personal("free text, which may be about people", is_doubtful=True)
    return None


def _share_a_word(texts: list[str]) -> bool:
    """Whether one word stands in most cells, as kinds of one thing have it: New Customer, Lost Customer."""
    words = Counter(word for text in texts for word in {*text.casefold().split()})
    return len(texts) > 1 and max(words.values(), default=0) * 5 > len(texts) * 3


def _by_header(says: str, share: dict[Kind, float]) -> Personal | None:
    if says == "yes":
        are_words = share.get("word", 0) >= 1 - _FEW
        return Personal("named so; the cells do not look so", True) if are_words else Personal("named so")
    if says == "prose":
        return Personal("free text, which may be about people", is_doubtful=True)
    if says == "perhaps" and share.get("word", 0) < _HALF:
        return Personal("named so", is_doubtful=True)
    return None


_HALF, _SOME, _FEW = 0.5, 0.3, 0.1


def _is_prose(text: str) -> bool:
    return len(text) > 60 and len(text.split()) > 7
