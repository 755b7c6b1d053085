package dev.missioncontrol.billing.http.console;

import static dev.missioncontrol.billing.http.pages.Html.el;

import dev.missioncontrol.billing.http.pages.Element;
import dev.missioncontrol.billing.http.pages.Html;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.usecase.OperatorsWord;
import java.util.Optional;

/** What operators may do, each as a form that asks why. */
final class Actions {
    private Actions() {}

    static Html leave(ConsoleChrome chrome) {
        return form(chrome, "/console/leave", button("Sign out", "Signing out…", "quiet"));
    }

    static Html refresh(ConsoleChrome chrome, TenantId tenant, Optional<Attempt> attempt) {
        return section(
                "refresh",
                "Refresh from the provider",
                "Asks the payment provider about all that this tenant has, and takes its answer.",
                attempt,
                form(
                        chrome,
                        "/console/refresh",
                        hidden("tenant", tenant.value()),
                        reason("refresh", attempt),
                        button("Refresh this tenant", "Refreshing…", "plain")));
    }

    static Html replay(ConsoleChrome chrome, EventId event, boolean primary, Optional<Attempt> attempt) {
        return section(
                "replay",
                "Replay this event",
                "Applies it once more by the rules of today. It is harmless for one that was applied.",
                attempt,
                form(
                        chrome,
                        "/console/replay",
                        hidden("event", event.value()),
                        reason("replay", attempt),
                        button("Replay this event", "Replaying…", primary ? "primary" : "plain")));
    }

    /** @param event where to come back to; empty to go to the tenant */
    static Html bind(
            ConsoleChrome chrome,
            String tenant,
            String customer,
            String event,
            boolean primary,
            Optional<Attempt> attempt) {
        Optional<Attempt> tried = attempt.filter(one -> one.action().equals("bind"));
        String typedTenant = tried.map(Attempt::tenant).orElse(tenant);
        String typedCustomer = tried.map(Attempt::customer).orElse(customer);
        return section(
                "bind",
                "Bind a customer to a tenant",
                "Says whose a customer of the payment provider is. Its subscriptions that are nobody's become this tenant's, whatever other signs say.",
                attempt,
                form(
                        chrome,
                        "/console/bind",
                        hidden("event", event),
                        field("bind", "tenant", "Tenant", typedTenant, "acme", attempt),
                        field("bind", "customer", "Customer", typedCustomer, "cus_…", attempt),
                        reason("bind", attempt),
                        button("Bind the customer", "Binding…", primary ? "primary" : "plain")));
    }

    private static Html section(String action, String title, String what, Optional<Attempt> attempt, Html form) {
        Html error = attempt.filter(
                        one -> one.action().equals(action) && one.field().isEmpty())
                .<Html>map(one -> el("p", one.error()).cls("error").attr("role", "alert"))
                .orElse(Html.NONE);
        return el("section", el("h3", title), el("p", what).cls("hint"), error, form)
                .cls("action")
                .id(action);
    }

    private static Element form(ConsoleChrome chrome, String address, Html... content) {
        return el("form")
                .attr("method", "post")
                .attr("action", address)
                .with(hidden("csrf", chrome.csrf()))
                .with(content);
    }

    private static Html hidden(String name, String value) {
        return el("input").attr("type", "hidden").attr("name", name).attr("value", value);
    }

    private static Element button(String label, String busy, String look) {
        return el("button", label).cls("button " + look).attr("type", "submit").attr("data-busy", busy);
    }

    private static Html reason(String action, Optional<Attempt> attempt) {
        String typed = attempt.filter(one -> one.action().equals(action))
                .map(Attempt::reason)
                .orElse("");
        Element input = el("textarea", typed)
                .attr("name", "reason")
                .attr("rows", 2)
                .attr("maxlength", OperatorsWord.LONGEST_REASON)
                .flag("required");
        return labelled(action, "reason", "Reason, for the audit", input, attempt);
    }

    private static Html field(
            String action, String name, String label, String value, String example, Optional<Attempt> attempt) {
        Element input = el("input")
                .attr("type", "text")
                .attr("name", name)
                .attr("value", value)
                .attr("placeholder", example)
                .attr("autocomplete", "off")
                .attr("autocapitalize", "none")
                .attr("spellcheck", "false")
                .flag("required");
        return labelled(action, name, label, input, attempt);
    }

    private static Html labelled(String action, String name, String label, Element input, Optional<Attempt> attempt) {
        String id = action + "-" + name;
        Optional<String> error = attempt.filter(
                        one -> one.action().equals(action) && one.field().equals(name))
                .map(Attempt::error);
        Element named = input.id(id);
        if (error.isPresent())
            named = named.attr("aria-invalid", "true")
                    .attr("aria-describedby", id + "-error")
                    .flag("autofocus");
        return el(
                        "div",
                        el("label", label).attr("for", id),
                        named,
                        error.<Html>map(wrong -> el("p", wrong).cls("error").id(id + "-error"))
                                .orElse(Html.NONE))
                .cls("field");
    }
}
