/* Tables sort by click and by keyboard, texts are copied by a button; without this script they stand as written. */
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
  /* The theme lets wide tables of prose and long lines of code scroll, but leaves them out of reach of the keyboard. */
  const reach = () => {
    for (const wrap of document.querySelectorAll(".md-typeset__scrollwrap, .md-typeset pre > code")) {
      if (wrap.scrollWidth <= wrap.clientWidth) continue
      wrap.tabIndex = 0
      wrap.setAttribute("role", "group")
      wrap.setAttribute("aria-label", wrap.matches("code") ? "Code" : "Table")
    }
  }
  /* A page is built on one day and read on another: what is signed is dated by the reader's. */
  const date = () => {
    const now = new Date()
    const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-")
    for (const dated of document.querySelectorAll("[data-sla-today]")) {
      const built = dated.dataset.slaToday
      dated.dataset.slaToday = today
      if (dated.href) dated.href = dated.href.replaceAll(built, today)
      else dated.textContent = dated.textContent.replaceAll(built, today)
    }
  }
  const offerCopies = () => {
    for (const text of document.querySelectorAll("pre.sla-text")) {
      if (text.querySelector("button") || !navigator.clipboard) continue
      const written = `${text.textContent}\n`
      const button = document.createElement("button")
      button.type = "button"
      button.className = "sla-copy"
      button.textContent = "Copy"
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(written)
        button.textContent = "Copied"
      })
      text.append(button)
    }
  }
  /* What scrolls in a narrow window may not in a wide one. */
  addEventListener("resize", reach)
  const prepare = () => {
    setTimeout(reach)
    date()
    offerCopies()
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
