// What would move for a reader who asked for less of it, also before and after an element.
() => {
  const long = (list) => list.split(",").some((time) => parseFloat(time) > 0.01);
  const styled = [...document.querySelectorAll("*")].flatMap((one) => [null, "::before", "::after"].filter((pseudo) => {
    const style = getComputedStyle(one, pseudo);
    return style.animationName !== "none" && long(style.animationDuration) || long(style.transitionDuration);
  }).map((pseudo) => `${one.outerHTML.slice(0, 120)} ${pseudo ?? ""}`));
  const moving = document.getAnimations().map(({ effect }) => `${effect.target.outerHTML.slice(0, 120)} ${effect.pseudoElement ?? ""}`);
  return [...styled, ...moving];
}
