/* A page for an address that does not exist offers the search; without this script there is none to offer. */
(() => {
  const offer = () => {
    const button = document.querySelector("[data-sla-search]")
    const field = document.querySelector(".md-search__input")
    if (!button || !field) return
    button.hidden = false
    button.addEventListener("click", () => field.focus())
  }
  if (typeof document$ !== "undefined") document$.subscribe(offer)
  else addEventListener("DOMContentLoaded", offer)
})()

/* On a phone a table becomes cards, and some browsers take it for no table then: it says what it is all the same. */
;(() => {
  const roles = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TR: "row", TD: "cell" }
  const name = () => {
    for (const table of document.querySelectorAll(".sla-table:not([role])"))
      for (const part of [table, ...table.querySelectorAll("thead, tbody, tr, td, th")])
        part.setAttribute("role", roles[part.tagName] ?? (part.scope === "row" ? "rowheader" : "columnheader"))
  }
  if (typeof document$ !== "undefined") document$.subscribe(name)
  else addEventListener("DOMContentLoaded", name)
})()
