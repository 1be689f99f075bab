/* The calculator of goals: other assumptions, the same arithmetic as living_sla/model/figures/goals.py, in exact fractions. */
(() => {
  const PERIODS = { year: 1n, quarter: 4n, month: 12n, week: 52n, day: 365n }
  const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
  const VERDICTS = {
    agree: "The target is what the basis needs.",
    low: "The target is less than the basis needs.",
    high: "The target is more than the basis needs.",
  }
  const MOST_A_YEAR = 10n ** 9n

  /* A fraction is a pair of whole numbers, the second above nothing. */
  const gcd = (a, b) => (b ? gcd(b, a % b) : a < 0n ? -a : a)
  const fraction = (over, under = 1n) => {
    const common = gcd(over, under) || 1n
    return [over / common, under / common]
  }
  const times = (a, b) => fraction(a[0] * b[0], a[1] * b[1])
  const per = (a, b) => fraction(a[0] * b[1], a[1] * b[0])
  const plus = (a, b) => fraction(a[0] * b[1] + b[0] * a[1], a[1] * b[1])
  const less = (a, b) => a[0] * b[1] < b[0] * a[1]
  const floor = ([over, under]) => over / under - (over % under < 0n ? 1n : 0n)
  const ceil = ([over, under]) => -floor([-over, under])
  const whole = (number) => [BigInt(number), 1n]
  const total = (parts) => parts.reduce(plus, [0n, 1n])

  const grouped = (integer) => String(integer).replace(/\B(?=(\d{3})+$)/g, ",")
  /* What is needed, rounded up: to whole numbers from a hundred on, to one decimal below. */
  const up = (value) => {
    if (!less(value, whole(100))) return grouped(ceil(value))
    const tenths = ceil(times(value, whole(10)))
    return tenths % 10n ? `${grouped(tenths / 10n)}.${tenths % 10n}` : grouped(tenths / 10n)
  }
  const money = (value, currency) => `${currency}\u00a0${grouped(floor(plus(value, [1n, 2n])))}`

  /* As the agreement file is read: plain decimals of at most fifteen digits, each in its range. */
  const RANGES = {
    amount: [null, null, "more than 0"],
    share: [null, whole(100), "more than 0 and at most 100"],
    weight: [whole(0), whole(1000), "0 to 1000"],
    people: [null, whole(100000), "more than 0 and at most 100,000"],
    hours: [null, whole(168), "more than 0 and at most 168"],
    minutes: [null, whole(1440), "more than 0 and at most 1,440"],
    attempts: [null, whole(1000), "more than 0 and at most 1,000"],
  }
  const exact = (written) => {
    const [, sign, digits, decimals] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(written)
    return fraction(BigInt(`${sign}${digits}${decimals ?? ""}`), 10n ** BigInt(decimals?.length ?? 0))
  }
  const read = (text, kind) => {
    const written = text.trim().replace(/\s*%$/, "")
    if (written === "") return { fault: "Write a number." }
    if (!/^-?(0|[1-9][0-9]*)(\.[0-9]+)?$/.test(written)) return { fault: "Write digits with a decimal point, for example 400 or 2.5." }
    if (written.replace(/\D/g, "").length > 15) return { fault: "Write at most 15 digits." }
    const value = exact(written)
    const [least, most, range] = RANGES[kind]
    const low = least ? less(value, least) : value[0] <= 0n
    if (low || (most && less(most, value))) return { fault: `Write ${range}.` }
    return { value }
  }

  const periodsOf = (cadence) => (cadence.weeks > 1 ? [52n, BigInt(cadence.weeks)] : [PERIODS[cadence.kind], 1n])

  /* Every cell by its name, as living_sla/words/terms/goals.py has them; or what is wrong with all of it together. */
  const worked = (of, given) => {
    const cells = {}
    let aMonth = null
    let heaviest = null
    if (of.quota) {
      const year = times(given.quota, [PERIODS[of.quota], 1n])
      const owed = times(year, given.share)
      const stages = [of.deal ? per(owed, given.deal) : owed]
      for (let step = of.steps - 1; step >= 0; step -= 1) stages.push(per(stages.at(-1), given[`step-${step}`]))
      const needed = stages.at(-1)
      if (less([MOST_A_YEAR, 1n], needed)) return { fault: "It takes more than 1,000,000,000 records a year: one of the numbers is too large or too small." }
      const weights = MONTHS.map((_, month) => given[`season-${month + 1}`])
      const weight = total(weights)
      if (!weight[0]) return { fault: "No month has any weight." }
      const shares = of.regions ? Array.from({ length: of.regions }, (_, region) => given[`region-${region}`]) : [whole(1)]
      const together = total(shares)
      if (of.regions && (less(together, whole(1)) || less(whole(1), together))) return { fault: "The regions do not add up to 100\u00a0%." }
      for (const period of ["year", "quarter", "month", "week"]) {
        const part = [1n, PERIODS[period]]
        cells[`quota-${period}`] = of.deal ? money(times(year, part), of.currency) : up(times(year, part))
        const sum = times(owed, part)
        cells[`sum-${period}`] = of.deal ? money(sum, of.currency) : up(sum)
        stages.forEach((stage, position) => { cells[`stage-${position}-${period}`] = up(times(stage, part)) })
      }
      const months = weights.map((one) => per(times(needed, one), weight))
      const neededIn = (label) => {
        const [, month, quarter] = /^\d{4}-(?:(\d\d)$|Q([1-4])$)/.exec(label) ?? []
        if (of.per.kind === "month" && month) return months[Number(month) - 1]
        if (of.per.kind === "quarter" && quarter) return total(months.slice(3 * quarter - 3, 3 * quarter))
        return per(needed, periodsOf(of.per))
      }
      let verdict = "agree"
      for (const [label, amount] of of.target) {
        const target = exact(amount)
        const wanted = neededIn(label)
        const most = times(wanted, [105n, 100n])
        const rounded = whole(ceil(wanted))
        if (less(target, wanted)) verdict = "low"
        else if (less(less(most, rounded) ? rounded : most, target)) verdict = "high"
        if (verdict !== "agree") break
      }
      cells.verdict = VERDICTS[verdict]
      const sums = MONTHS.map(() => 0n)
      shares.forEach((share, region) => {
        let reached = [0n, 1n]
        let before = 0n
        months.forEach((month, position) => {
          reached = plus(reached, times(month, share))
          const records = ceil(reached) - before
          before += records
          sums[position] += records
          cells[`month-${position + 1}-${region}`] = grouped(records)
        })
        cells[`months-${region}`] = grouped(before)
      })
      sums.forEach((sum, position) => { cells[`month-${position + 1}`] = grouped(sum) })
      cells.months = grouped(sums.reduce((a, b) => a + b, 0n))
      aMonth = per(needed, whole(12))
      if (months.some((month) => less(month, months[0]) || less(months[0], month))) {
        const most = months.reduce((best, month, position) => (less(months[best], month) ? position : best), 0)
        heaviest = [MONTHS[most], months[most]]
      }
    } else if (of.desk) aMonth = given.records
    if (of.desk) {
      const there = per(times(times(given.people, given.hours), whole(52)), whole(12))
      const load = (name, records) => {
        const attempts = times(records, given.attempts)
        const hours = ceil(per(times(attempts, given.minutes), whole(60)))
        const left = floor(there) - hours
        cells[`desk-${name}-records`] = grouped(ceil(records))
        cells[`desk-${name}-attempts`] = grouped(ceil(attempts))
        cells[`desk-${name}-hours`] = grouped(hours)
        cells[`desk-${name}-there`] = grouped(floor(there))
        cells[`desk-${name}-left`] = left >= 0n ? `${grouped(left)} left` : `${grouped(-left)} short`
      }
      load("average", aMonth)
      load("heaviest", heaviest?.[1] ?? aMonth)
      cells.heaviest = heaviest ? `The heaviest: ${heaviest[0]}` : "The heaviest: all are alike"
      cells.most = grouped(floor(per(times(there, whole(60)), times(given.attempts, given.minutes))))
    }
    return { cells }
  }

  const asShare = (value, kind) => (kind === "share" || kind === "weight" ? per(value, whole(100)) : value)
  if (typeof module === "object") module.exports = { worked, read, asShare }
  if (typeof document === "undefined") return

  const calculator = (block) => {
    if (block.dataset.ready) return
    block.dataset.ready = "yes"
    const of = JSON.parse(block.dataset.goal)
    const inputs = []
    for (const place of block.querySelectorAll("[data-given]")) {
      const input = document.createElement("input")
      input.type = "text"
      input.inputMode = "decimal"
      input.autocomplete = "off"
      input.maxLength = 20
      input.size = Math.max(3, place.dataset.value.length)
      input.value = place.dataset.value
      input.defaultValue = place.dataset.value
      input.setAttribute("aria-label", place.dataset.label)
      const fault = document.createElement("span")
      fault.className = "sla-goal-fault"
      fault.id = `${block.id}-${place.dataset.given}-fault`
      fault.hidden = true
      const before = document.createTextNode(place.dataset.before ? `${place.dataset.before}\u00a0` : "")
      const after = document.createTextNode(place.dataset.after ? `\u00a0${place.dataset.after}` : "")
      place.replaceChildren(before, input, after)
      place.parentElement.append(fault)
      inputs.push({ name: place.dataset.given, kind: place.dataset.kind, input, fault })
    }
    const said = block.querySelector(".sla-goal-said")
    const reset = block.querySelector(".sla-goal-reset")
    const show = () => {
      const given = {}
      let wrong = false
      for (const { name, kind, input, fault } of inputs) {
        const found = read(input.value, kind)
        fault.textContent = found.fault ?? ""
        fault.hidden = !found.fault
        input.setAttribute("aria-invalid", found.fault ? "true" : "false")
        if (found.fault) {
          wrong = true
          input.setAttribute("aria-describedby", fault.id)
        } else {
          input.removeAttribute("aria-describedby")
          given[name] = asShare(found.value, kind)
        }
      }
      const result = wrong ? { fault: "One of the numbers cannot be used; it says why." } : worked(of, given)
      for (const cell of block.querySelectorAll("[data-cell]")) cell.textContent = result.cells?.[cell.dataset.cell] ?? "\u2013"
      if (said) said.textContent = result.fault ?? ""
      if (reset) reset.hidden = inputs.every(({ input }) => input.value === input.defaultValue)
    }
    block.addEventListener("input", show)
    reset?.addEventListener("click", () => {
      for (const { input } of inputs) input.value = input.defaultValue
      show()
    })
    for (const help of block.querySelectorAll(".sla-goal-help")) help.hidden = false
  }
  const prepare = () => document.querySelectorAll("[data-goal]").forEach(calculator)
  if (typeof document$ !== "undefined") document$.subscribe(prepare)
  else if (document.readyState !== "loading") prepare()
  else document.addEventListener("DOMContentLoaded", prepare)
})()
