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
