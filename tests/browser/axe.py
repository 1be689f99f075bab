"""axe-core on the pages of a site: what it takes for a serious or critical fault of accessibility.

Rules about one element alone are asked of one element of each kind in each look of the page, because nothing else
would make a difference to them: a thousandth row has the contrast of the first, here and on the next page.
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
  const run = async (context, rules) => {
    const asked = { runOnly: { type: "rule", values: rules }, preload: false, resultTypes: ["violations"] }
    const { violations } = await axe.run(context, asked)
    return violations.flatMap((violation) => violation.nodes.map((node) => tell(violation, node)))
  }
  const isSerious = ({ enabled, impact, tags }) =>
    enabled && ["serious", "critical"].includes(impact) && !tags.includes("experimental")
  const others = axe._audit.rules.filter(isSerious).map((rule) => rule.id).filter((id) => !alone.includes(id))
  const place = (element) => {
    const names = []
    for (let at = element; at && at !== document.body && names.length < 4; at = at.parentElement)
      names.push(`${at.localName}.${at.getAttribute("class") ?? ""}`)
    return names.join("<")
  }
  const speaks = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())
  window.kinds = (before) => {
    const seen = new Set(before)
    window.first = new Map()
    for (const element of document.body.querySelectorAll("*")) {
      if (!speaks(element) && !element.matches("a, button, input, summary, [tabindex]")) continue
      if (!element.checkVisibility()) continue
      const style = getComputedStyle(element)
      const kind = [place(element), style.color, style.backgroundColor, style.fill].join("|")
      if (!seen.has(kind) && !first.has(kind)) first.set(kind, element)
    }
    return [...first.keys()]
  }
  window.alone = async () => {
    for (const element of first.values()) element.setAttribute("data-kind", "")
    const found = await run({ include: [["[data-kind]"]] }, alone)
    for (const element of first.values()) element.removeAttribute("data-kind")
    return found
  }
  window.whole = () => run(document, others)
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

    def judge(self, page, look: str, *, whole: bool) -> list[str]:
        """Serious and critical findings on a page in a look; with `whole` those of all rules.

        `found_new` says afterwards whether an element of a new kind was among those judged.
        """
        found: list[str] = page.evaluate("whole()") if whole else []
        seen = self._seen.setdefault(look, [])
        new = page.evaluate("(before) => kinds(before)", seen)
        self.found_new = bool(new)
        if new:
            seen += new
            found += page.evaluate("alone()")
        return found


@functools.cache
def _script() -> str:
    return (files(PACKAGE) / "axe.min.js").read_text("utf-8")
