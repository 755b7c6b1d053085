package dev.missioncontrol.billing.http.pages;

import static dev.missioncontrol.billing.http.pages.Html.el;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Forms that post, each with the CSRF token; buttons say what they do, and what they are doing once pressed. */
record Forms(String csrf) {
    /** Look of a button: one primary at most in sight of each other. */
    enum Look {
        PRIMARY,
        PLAIN,
        QUIET,
        DANGER
    }

    /** A form to {@code action} with these fields and buttons. */
    Element post(String action, Html... content) {
        return el("form")
                .attr("method", "post")
                .attr("action", action)
                .with(hidden("csrf", csrf))
                .with(content);
    }

    /** A form that is one button. */
    Element button(String action, String label, String busy, Look look, Html... hidden) {
        return post(action, hidden).with(submit(label, busy, look));
    }

    /** A value that goes along unseen. */
    static Html hidden(String name, String value) {
        return el("input").attr("type", "hidden").attr("name", name).attr("value", value);
    }

    /** An id as one segment of an address. */
    static String segment(String id) {
        return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** A button that submits its form; {@code busy} is what the script makes it say meanwhile. */
    static Element submit(String label, String busy, Look look) {
        return el("button", label)
                .cls("button " + look.name().toLowerCase(Locale.ROOT))
                .attr("type", "submit")
                .attr("data-busy", busy);
    }
}
