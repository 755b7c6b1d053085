/**
 * The seats of a form: their buttons, and the sum that follows them.
 *
 * @param locale says the language of the page
 */
function seatFields(locale) {
  /** An amount in minor units as money; decimals only where there are some, as the server writes it. */
  function money(minorUnits, currency, decimals) {
    const factor = 10 ** decimals;
    const shown = minorUnits % factor === 0 ? 0 : decimals;
    return new Intl.NumberFormat(locale(), {
      style: "currency", currency, minimumFractionDigits: shown, maximumFractionDigits: shown,
    }).format(minorUnits / factor);
  }

  /** A text of the markup with its gap filled. */
  const filled = (text, gap, value) => text.replace(gap, () => value);

  /**
   * The sum of a form follows its seats; there is none at a price that is sold no more. A number out of bounds leaves it as it is; the
   * browser says what is allowed.
   */
  function reckon(input) {
    for (const button of input.parentElement.querySelectorAll("[data-step]")) {
      const next = input.valueAsNumber + Number(button.dataset.step);
      // Not disabled: that would throw the keyboard's focus away.
      button.setAttribute("aria-disabled", next < Number(input.min) || next > Number(input.max));
    }
    const sum = input.form.querySelector("output");
    if (!sum || !input.validity.valid) return;
    const seats = input.valueAsNumber;
    const { unit, currency, decimals } = sum.dataset;
    const texts = sum.querySelector(".count").dataset;
    const text = texts[new Intl.PluralRules(locale()).select(seats)] ?? texts.other;
    sum.querySelector(".count").textContent = filled(text, "{count}", new Intl.NumberFormat(locale()).format(seats));
    const total = sum.querySelector("strong");
    total.textContent = filled(total.dataset.text, "{amount}", money(Number(unit) * seats, currency, Number(decimals)));
  }

  /** The other interval's form of the same plan keeps the same number. */
  function changed(input) {
    for (const twin of input.closest(".choice").querySelectorAll(".stepper input")) {
      if (twin !== input) twin.value = input.value;
      reckon(twin);
    }
  }

  function step(button) {
    const input = button.parentElement.querySelector("input");
    const from = Number.isNaN(input.valueAsNumber) ? Number(input.min) : input.valueAsNumber;
    const to = from + Number(button.dataset.step);
    input.value = Math.min(Number(input.max), Math.max(Number(input.min), to));
    changed(input);
  }

  return { reckon, changed, step };
}
