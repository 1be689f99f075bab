"""axe-core on the pages of a site: what it takes for a serious or critical fault of accessibility.

Rules about one element alone are asked of one element of each kind in each look of the page, because nothing else
would make a difference to them: a thousandth row has the contrast of the first, here and on the next page. A kind is
what such a rule looks at: what is written in, on what, how large; what can be pressed has its place besides.
"""

from __future__ import annotations

import functools
from importlib.resources import files

PACKAGE = "axe_playwright_python"
"""What brings it along: one of the packages that `make test` installs."""

_RULES_OF_ONE = ["color-contrast", "link-in-text-block", "target-size"]
_DEFINE = """
(alone) => {
  const tell = (violation, node) => {
    const why = [...node.any, ...node.all, ...node.none].map((check) => check.message).join(" ")
    return `${violation.id}: ${node.html.slice(0, 160)} ${why.slice(0, 160)}`
  }
  const isSerious = ({ enabled, impact, tags }) =>
    enabled && ["serious", "critical"].includes(impact) && !tags.includes("experimental")
  const others = axe._audit.rules.filter(isSerious).map((rule) => rule.id).filter((id) => !alone.includes(id))
  const own = { "target-size": "[data-pressed]" }
  const narrowed = ({ id, selector }) =>
    selector.split(",").map((one) => `${one.trim()}${own[id] ?? "[data-look]"}`).join(",")
  const theirs = axe._audit.rules.filter(({ id }) => alone.includes(id))
  axe.configure({ rules: theirs.map((rule) => ({ id: rule.id, selector: narrowed(rule) })) })
  const pressed = "a, button, input, select, textarea, summary, [tabindex]"
  const place = (element) => {
    const names = []
    for (let at = element; at && at !== document.body && names.length < 4; at = at.parentElement)
      names.push(`${at.localName}.${at.getAttribute("class") ?? ""}`)
    return names.join("<")
  }
  const speaks = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())
  const behind = new Map()
  const paint = (element) => {
    if (!element) return ""
    if (!behind.has(element)) {
      const { backgroundColor, backgroundImage, opacity } = getComputedStyle(element)
      const own = [backgroundColor, backgroundImage, opacity].join(" ")
      const plain = own === "rgba(0, 0, 0, 0) none 1"
      const whole = backgroundImage === "none" && opacity === "1" && /^rgb\\(/.test(backgroundColor)
      behind.set(element, plain ? paint(element.parentElement) : whole ? own : `${own}/${paint(element.parentElement)}`)
    }
    return behind.get(element)
  }
  window.kinds = (before) => {
    const seen = new Set(before)
    window.marked = { look: new Map(), pressed: new Map() }
    window.places = new Set()
    behind.clear()
    for (const element of document.body.querySelectorAll("*")) {
      const canBePressed = element.matches(pressed)
      if (!canBePressed && !speaks(element)) continue
      if (!element.checkVisibility()) continue
      const style = getComputedStyle(element)
      const { color, fill, fontSize, fontWeight, textShadow, textDecorationLine } = style
      const at = place(element)
      const shown = ["at", at, color, style.backgroundColor, fill].join("|")
      const text = [paint(element), color, fill, fontSize, fontWeight, textShadow, textDecorationLine]
      const around = element.localName === "a" ? [getComputedStyle(element.parentElement).color] : []
      const look = ["look", element.localName, ...text, ...around].join("|")
      const press = ["pressed", innerWidth, at].join("|")
      if (!seen.has(shown)) places.add(shown)
      if (!seen.has(look) && !marked.look.has(look)) marked.look.set(look, element)
      if (canBePressed && !seen.has(press) && !marked.pressed.has(press)) marked.pressed.set(press, element)
    }
    return [[...places], [...marked.look.keys(), ...marked.pressed.keys()]]
  }
  window.judged = async (whole) => {
    const values = alone.filter((id) => marked[id in own ? "pressed" : "look"].size)
    if (whole) values.push(...others)
    if (!values.length) return []
    for (const [kind, of] of Object.entries(marked))
      for (const element of of.values()) element.setAttribute(`data-${kind}`, "")
    const asked = { runOnly: { type: "rule", values }, preload: false, resultTypes: ["violations"] }
    const { violations } = await axe.run(document, asked)
    for (const [kind, of] of Object.entries(marked))
      for (const element of of.values()) element.removeAttribute(`data-${kind}`)
    return violations.flatMap((violation) => violation.nodes.map((node) => tell(violation, node)))
  }
}
"""


class Axe:
    """axe-core, and the kinds of elements that it has judged on the pages so far."""

    def __init__(self) -> None:
        self._seen: dict[str, list[str]] = {}
        self.found_new = False

    def load(self, page) -> None:
        """Bring it to a page."""
        page.evaluate(_script())
        page.evaluate(_DEFINE, _RULES_OF_ONE)

    def judge(self, page, scheme: str, *, whole: bool | None) -> list[str]:
        """Serious and critical findings on a page; with `whole` those of all rules.

        Args:
            page: One that `load` was called with.
            scheme: Of colours: an element has another look in each.
            whole: None: where an element stands at a place where no page before had one like it.

        `found_new` says afterwards whether there is such an element.
        """
        seen = self._seen.setdefault(scheme, [])
        places, others = page.evaluate("(before) => kinds(before)", seen)
        self.found_new = bool(places)
        seen += [*places, *others]
        found: list[str] = page.evaluate("(whole) => judged(whole)", self.found_new if whole is None else whole)
        return found


@functools.cache
def _script() -> str:
    return (files(PACKAGE) / "axe.min.js").read_text("utf-8")
