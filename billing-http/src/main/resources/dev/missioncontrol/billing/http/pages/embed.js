/**
 * <billing-page src="https://billing.example">: the billing page inside a page of an application, without a frame. It shows the
 * server's own markup in a shadow root, and talks to the server with a token that it keeps in memory alone.
 *
 * The host gives a session in one of three ways: the property `token`, a function that answers a token of its own (or a promise of
 * one) and is asked again when that is refused; the attribute `ticket`, of `POST /api/billing/page-sessions`, which works once; or
 * neither, where billing is served by the application itself and its cookie says who is signed in.
 *
 * Events: `billing-changed` when the tenant has something else than before, `billing-session-expired` when nobody is signed in.
 */
import { begin } from "./billing.js";

const EMBEDDED = "application/vnd.billing.embed";
const OWN = new URL(import.meta.url);
const RETURNS = ["checkout", "session_id", "portal"];

/** What is said while the server can't say it, in the language of the page around it. */
const WORDS = {
  en: { unavailable: "Billing can't be shown just now. Nothing is lost.", expired: "You are no longer signed in.", again: "Try again" },
  de: { unavailable: "Die Abrechnung kann gerade nicht angezeigt werden. Es ist nichts verloren.", expired: "Sie sind nicht mehr angemeldet.", again: "Erneut versuchen" },
};

class BillingPage extends HTMLElement {
  #ask = null;
  #bearer = null;
  #base = null;
  #version = null;
  #shown = "/billing";
  #page = null;

  /** Answers a token, or a promise of one. Another site's page starts once it is set. */
  get token() {
    return this.#ask;
  }

  set token(ask) {
    this.#ask = ask;
    if (this.shadowRoot && !this.#page) this.#start();
  }

  connectedCallback() {
    if (this.shadowRoot) return;
    this.#base = new URL(this.getAttribute("src") || OWN.origin, document.baseURI).origin;
    this.attachShadow({ mode: "open" }).innerHTML =
      '<div id="main" aria-busy="true"><slot name="loading"></slot></div><p id="announce" class="visually-hidden" role="status"></p>';
    if (Object.hasOwn(this, "token")) {
      // It was set before the element was defined, and hides the class's own.
      const early = this.token;
      delete this.token;
      this.token = early;
    } else if (this.#ask || this.hasAttribute("ticket") || this.#base === location.origin) this.#start();
  }

  /** Loads the page again, as it is now. */
  reload() {
    return this.#load("/billing");
  }

  async #start() {
    try {
      await this.#signIn();
      await this.#style();
      this.#page ??= begin(this.shadowRoot, this.#ways());
      await this.#load(this.#return());
    } catch (cause) {
      this.#unavailable(cause);
    }
  }

  /** What the billing page's script needs of its surroundings. */
  #ways() {
    return {
      fetch: (path, options) => this.#fetch(path, options),
      submit: (form, pressed) => this.#submit(form, pressed),
      open: (path) => this.#load(path),
      address: () => this.#shown,
      remember: (path) => { this.#shown = path; },
    };
  }

  async #signIn() {
    const ticket = this.getAttribute("ticket");
    if (!ticket) return this.#refresh();
    this.removeAttribute("ticket");
    const answer = await fetch(this.#base + "/billing/embed", {
      method: "POST", credentials: "omit", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ ticket }),
    });
    if (!answer.ok) throw await this.#expired(answer);
    this.#bearer = (await answer.json()).token;
  }

  async #refresh() {
    if (!this.#ask) return;
    this.#bearer = await this.#ask();
    if (typeof this.#bearer !== "string") throw new TypeError("token() of <billing-page> answers no string");
  }

  async #style() {
    const sheet = new CSSStyleSheet();
    const answer = await fetch(this.#base + "/billing/assets/billing.css", { credentials: "omit" });
    if (!answer.ok) throw new Error("the stylesheet answered " + answer.status);
    sheet.replaceSync(await answer.text());
    this.shadowRoot.adoptedStyleSheets = [sheet];
  }

  /** Never with another site's cookie: with a token, or on the application's own origin. */
  async #fetch(path, options = {}, again = true) {
    const url = new URL(path, this.#base);
    if (url.origin !== this.#base) throw new Error("not an address of " + this.#base);
    const headers = new Headers(options.headers);
    headers.set("Accept", headers.get("Accept") === "application/json" ? "application/json" : EMBEDDED);
    if (this.#bearer) {
      headers.set("Authorization", "Bearer " + this.#bearer);
      // Only a cookie needs it; another site's page may not send it.
      headers.delete("X-CSRF-Token");
    }
    const answer = await fetch(url, {
      ...options, headers, cache: "no-store", redirect: "error", credentials: this.#bearer ? "omit" : "same-origin",
    });
    const version = answer.headers.get("ETag");
    if (version) this.#changed(`"${version.replace(/^(?:W\/)?"|"$/g, "").split(".")[0]}"`);
    if (answer.status !== 401) return answer;
    if (!this.#ask || !again) throw await this.#expired(answer);
    await this.#refresh();
    return this.#fetch(path, options, false);
  }

  async #expired(answer) {
    const said = await answer.json().catch(() => ({}));
    this.dispatchEvent(new CustomEvent("billing-session-expired", { bubbles: true, composed: true }));
    return Object.assign(new Error(said.detail ?? "nobody is signed in"), { expired: true });
  }

  async #load(path, answersForm = false) {
    const answer = await this.#fetch(path).catch((cause) => this.#unavailable(cause));
    if (answer) await this.#show(answer, path, answersForm);
  }

  async #submit(form, pressed) {
    const data = new URLSearchParams(new FormData(form));
    if (pressed?.name) data.set(pressed.name, pressed.value);
    const get = (form.getAttribute("method") ?? "get").toLowerCase() === "get";
    const path = form.getAttribute("action");
    if (get) return this.#load(path + "?" + data, true);
    const answer = await this.#fetch(path, { method: "POST", body: data }).catch((cause) => this.#unavailable(cause));
    if (answer) await this.#show(answer, "/billing", true);
  }

  /** A page is shown; where the server would redirect to, is gone to: its own here, all others with the whole window. */
  async #show(answer, path, answersForm) {
    const type = answer.headers.get("Content-Type") ?? "";
    if (type.startsWith("text/html")) {
      if (!this.#page.turnTo(await answer.text(), answersForm)) throw new Error("not a billing page");
      this.#shown = path.split("#")[0];
      const part = path.split("#")[1];
      if (part) this.shadowRoot.getElementById(part)?.scrollIntoView({ block: "nearest" });
      return;
    }
    const said = await answer.json();
    if (said.location) return this.#go(said.location, answersForm);
    this.#page.wake();
    this.#unavailable(new Error(said.detail ?? ""));
  }

  #go(location, answersForm) {
    const to = new URL(location, this.#base);
    if (to.origin === this.#base && (to.pathname === "/billing" || to.pathname.startsWith("/billing/")))
      return this.#load(to.pathname + to.search + to.hash, answersForm);
    if (to.protocol !== "https:" && to.protocol !== "http:") throw new Error("not a page: " + to.protocol);
    try {
      window.top.location.href = to.href;
    } catch {
      window.location.href = to.href;
    }
  }

  /** By the version of what is held, which stands before the dot of a tag: how sure anybody is of it changes nothing. */
  #changed(version) {
    const before = this.#version;
    this.#version = version;
    if (before && before !== version)
      this.dispatchEvent(new CustomEvent("billing-changed", { bubbles: true, composed: true, detail: { version } }));
  }

  /** Back from checkout or portal the address says so; it is told to the page, and taken out of the address bar. */
  #return() {
    const here = new URL(location.href);
    const back = new URLSearchParams();
    for (const name of RETURNS) {
      const value = here.searchParams.get(name);
      if (value !== null && name !== "session_id") back.set(name, value);
      here.searchParams.delete(name);
    }
    if ([...back].length === 0) return "/billing";
    history.replaceState(history.state, "", here);
    return "/billing?" + back;
  }

  /** That of the element, or of what is around it; English where it is another than the page's own two. */
  #language() {
    const language = this.closest("[lang]")?.lang ?? navigator.language;
    return language.toLowerCase().startsWith("de") ? "de" : "en";
  }

  /** The host's own words where it has some, in the slots `expired` and `unavailable`. */
  #unavailable(cause) {
    const language = this.#language();
    const main = document.createElement("div");
    main.id = "main";
    main.lang = language;
    const words = document.createElement("slot");
    words.name = cause.expired ? "expired" : "unavailable";
    words.textContent = WORDS[language][words.name];
    const text = document.createElement("p");
    text.setAttribute("role", "alert");
    text.append(words);
    const again = document.createElement("button");
    again.className = "button plain";
    again.textContent = this.getAttribute("try-again") ?? WORDS[language].again;
    again.addEventListener("click", () => this.#start());
    main.append(text, again);
    main.className = "embed-away";
    this.shadowRoot.getElementById("main").replaceWith(main);
    if (!cause.expired) console.warn("billing-page:", cause);
  }
}

customElements.define("billing-page", BillingPage);
