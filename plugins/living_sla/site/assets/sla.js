/* Tables sort by click and by keyboard; without this script they stay in the order in which they were written. */
(() => {
  const valueOf = (row, column) => {
    const cell = row.cells[column]
    return cell.dataset.sort ?? cell.textContent.trim()
  }
  const compare = (a, b) => {
    const numbers = a !== "" && b !== "" && !isNaN(a) && !isNaN(b)
    return numbers ? a - b : a.localeCompare(b, undefined, { numeric: true })
  }
  const sort = (table, header) => {
    const down = header.getAttribute("aria-sort") === "ascending"
    for (const other of header.parentElement.cells) other.removeAttribute("aria-sort")
    header.setAttribute("aria-sort", down ? "descending" : "ascending")
    const column = header.cellIndex
    const body = table.tBodies[0]
    const rows = [...body.rows]
    rows.sort((a, b) => compare(valueOf(a, column), valueOf(b, column)) * (down ? -1 : 1))
    body.append(...rows)
  }
  /* The theme wraps wide tables of prose for scrolling, but leaves them out of reach of the keyboard. */
  const reach = () => {
    for (const wrap of document.querySelectorAll(".md-typeset__scrollwrap")) {
      if (wrap.scrollWidth <= wrap.clientWidth) continue
      wrap.tabIndex = 0
      wrap.setAttribute("role", "group")
      wrap.setAttribute("aria-label", "Table")
    }
  }
  const prepare = () => {
    setTimeout(reach)
    /* The theme's search is a dialog without a name. */
    const search = document.querySelector('.md-search[role="dialog"]:not([aria-label])')
    search?.setAttribute("aria-label", search.querySelector("input")?.getAttribute("aria-label") ?? "Search")
    for (const header of document.querySelectorAll(".sla-table thead th:not(.sla-plain)")) {
      if (header.querySelector("button")) continue
      const button = document.createElement("button")
      button.type = "button"
      button.className = "sla-sort"
      button.append(...header.childNodes)
      button.addEventListener("click", () => sort(header.closest("table"), header))
      header.append(button)
    }
  }
  /* Material replaces the page without loading it anew when navigation is instant, and then says so here. */
  if (typeof document$ !== "undefined") document$.subscribe(prepare)
  else if (document.readyState !== "loading") prepare()
  else document.addEventListener("DOMContentLoaded", prepare)
})()
