import Expressions
import Numbers

/// A one-hot vector is known as soon as its entry 1 is: y[…, k] = 1 says that y[…, i] = δ(i, k) for every i.
extension NormalForms {
  /// True when the equation form = 0 was that of such an entry, and is used.
  func addOneHotEntry(_ form: Form, _ fixed: Set<Index>) throws(Obstacle) -> Bool {
    guard form.count == 2, let term = form.terms.first(where: { $0.monomial != .one }),
      form.coefficient(of: .one) == -term.coefficient
    else { return false }
    let own = factors(of: term.monomial)
    guard own.count == 1, let factor = own.first, factor.exponent.isOne, kind(factor) == .symbol,
      !hasBoundSlots(factor)
    else { return false }
    let symbol = self[factor.atom].payload
    let declaration = store.symbols[Int(symbol)]
    guard declaration.structure == .oneHot, let range = declaration.slots.last else { return false }
    let last = factor.slots.count - 1
    let place = factor.slots[last]
    // Not for every i is y[i] = 1; an entry outside of the range is none.
    func isOpen(_ slot: Slot) -> Bool { slot.isFree && !fixed.contains(Index(UInt32(slot.number))) }
    guard freeSlots(of: form).filter(isOpen).allSatisfy({ $0 != base(of: place) }), takesValues(place, of: range) else {
      return false
    }
    let entry = try freshFreeSlot(range)
    let value = try reduced(Factor(.delta, try SlotList([entry, place])))
    let leading = Array(factor.slots.array.dropLast())
    forgetImages()
    if leading.allSatisfy(isOpen), Set(leading).count == leading.count,
      zip(leading, declaration.slots).allSatisfy({ $0.range == $1 })
    {
      facts.solutions[symbol] = Facts.Solution(slots: leading + [entry], value: value)
    } else {
      let pattern = Factor(factor.atom, try SlotList(leading + [entry]))
      let open = leading.map { base(of: $0) }.filter(isOpen) + [entry]
      facts.equations.append(Facts.Equation(pattern: [pattern], open: open, replacement: value))
    }
    return true
  }
}
