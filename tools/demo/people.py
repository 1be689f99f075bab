"""Names for people and companies who do not exist; addresses under `.example`, telephone numbers kept for films."""

from __future__ import annotations

from unicodedata import normalize

from msgspec import Struct

from tools.demo.chance import Chance
from tools.demo.company import Desk


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_FIRST = _words("""
    Ada Agnes Alice Amir Anita Anton Bea Bruno Carla Cem Chloé Clara Dario Dev Edith Elsa Emil Farah Fiona
    Gemma George Hana Hugo Ines Iris Ivan Jada Jonah Kai Karim Lena Leon Lotta Marta Max Mila Nadia Nina Noah
    Olga Omar Otto Paula Petra Quinn Rafael Rosa Samir Sara Selma Theo Tess Uma Vera Victor Wanda Will Yara
    Zoe
""")
_LAST = _words("""
    Abbott Adeyemi Barlow Becker Bhatt Birch Brandt Carver Castellano Chen Cole Costa Cross Dale Diaz Dunn
    Ekström Farrow Fenn Fischer Foley Gallo Garner Graves Haas Hale Hart Hoang Holt Hussain Ito Jansen Kane
    Keller Khan Kovac Laird Lang Leclerc Lowe Marek Mercer Moretti Moss Nash Novak O'Dell Okoye Olsen Park
    Patel Penn Pike Quist Rao Reyes Rowe Russo Sato Shaw Silva Stone Strand Tate Thorn Vance Vega Voss Wade
    Ward Weber Webb West Wolf York Zeller
""")
_HEAD = _words("""
    Alder Amber Anchor Ashford Beacon Birchwood Blackmoor Bluewater Brightside Calder Canal Cedar Cobalt
    Copper Crestline Dunmore Eastgate Elm Fairhaven Falcon Fenwick Glenview Granite Harbour Hawthorn Heron
    Highfield Ironbridge Juniper Kestrel Kingsway Lakeside Larch Linden Marlow Meridian Millbrook Moorland
    Oakhurst Orchard Pinnacle Quayside Redstone Ridgeway Rowan Saltmarsh Silverline Stonegate Summit Tidewater
    Thornbury Vale Westbrook Willow Windmill Wrenfield
""")
_TAIL = ("Foods", "Retail", "Tools", "Brewing", "Paper", "Ceramics", "Textiles", "Machinery", "Pharma", "Furniture",
         "Motors", "Packaging", "Seeds, Ltd")  # fmt: skip


class Person(Struct, frozen=True):
    """Who a lead is; all of it is personal and never leaves the reader of the export."""

    first_name: str
    last_name: str
    email: str
    phone: str
    """Empty where the form did not ask."""
    company: str


def person(chance: Chance, desk: Desk) -> Person:
    """Somebody at some company that ships things."""
    first, last = chance.one_of(_FIRST), chance.one_of(_LAST)
    head, tail = chance.one_of(_HEAD), chance.one_of(_TAIL)
    domain = f"{head}{tail.partition(',')[0]}.example".lower()
    number = chance.between(0, 99)
    phone = f"+44 20 7946 {9 * number:04}" if desk == "EMEA" else f"+1 212 555 01{number:02}"
    has_phone = chance.happens(0.62)
    email = f"{_ascii(first)[0]}.{_ascii(last)}@{domain}"
    return Person(first, last, email, phone if has_phone else "", f"{head} {tail}")


def _ascii(name: str) -> str:
    letters = normalize("NFD", name.lower())
    return "".join(letter for letter in letters if letter.isascii() and letter.isalpha())
