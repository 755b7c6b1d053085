package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.usecase.Checkout;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A browser without script: keeps its cookie, reads forms, sends them; or what an element does with a token in its place. */
final class ABrowser {
    private static final Pattern FORM = Pattern.compile("<form method=\"post\" action=\"([^\"]*)\".*?</form>");
    private static final Pattern FIELD = Pattern.compile("<input[^>]*>");

    private final ARunningServer running;
    private final String header;
    private final String credential;
    private HttpResponse<String> page;

    private ABrowser(ARunningServer running, String header, String credential) {
        this.running = running;
        this.header = header;
        this.credential = credential;
        page = get("/billing");
    }

    /** Signed in with a token of these words: {@code acme manage}. */
    static ABrowser of(ARunningServer running, String token) {
        String url = running.post("/api/billing/page-sessions", "", "Authorization", "Bearer " + token)
                .body();
        String ticket = url.replaceAll(".*ticket=([^\"]*)\".*", "$1");
        String set = running.get("/billing/enter?ticket=" + ticket)
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow();
        return new ABrowser(running, "Cookie", set.replaceFirst(";.*", ""));
    }

    /** Of somebody who may manage what acme has: this. */
    static ABrowser having(ARunningServer running, Checkout wanted) {
        TenantId acme = new TenantId("acme");
        running.sandbox.pay(running.billing.startCheckout(acme, wanted));
        running.billing.sync(acme);
        return of(running, "acme manage");
    }

    /** With a token of these words in each request, and no cookie. */
    static ABrowser embedded(ARunningServer running, String token) {
        return new ABrowser(running, "Authorization", "Bearer " + token);
    }

    private HttpResponse<String> get(String path) {
        return running.get(path, header, credential, "Accept", "text/html", "Accept-Language", "en-GB");
    }

    ABrowser reload() {
        return go("/billing");
    }

    ABrowser go(String path) {
        page = get(path);
        return this;
    }

    int status() {
        return page.statusCode();
    }

    String header(String name) {
        return page.headers().firstValue(name).orElse("");
    }

    String html() {
        return page.body();
    }

    /** What is read, tags left out. */
    String text() {
        return page.body()
                .substring(page.body().indexOf("<body"))
                .replaceAll("<[^>]*>", " ")
                .replaceAll("\\s+", " ");
    }

    /** The fields of the form with this button, filled in; then with these in their place. */
    Map<String, String> form(String button, String... other) {
        Matcher forms = FORM.matcher(page.body());
        List<String> seen = new ArrayList<>();
        while (forms.find()) {
            seen.add(forms.group().replaceAll("<[^>]*>", " ").strip());
            if (!forms.group().contains(">" + button + "</button>")) continue;
            Map<String, String> fields = new LinkedHashMap<>();
            fields.put("", forms.group(1).replaceFirst("#.*", ""));
            Matcher inputs = FIELD.matcher(forms.group());
            while (inputs.find()) fields.put(attribute(inputs.group(), "name"), attribute(inputs.group(), "value"));
            for (int i = 0; i < other.length; i += 2) fields.put(other[i], other[i + 1]);
            return fields;
        }
        throw new AssertionError("no button " + button + " but " + seen);
    }

    /** The button that changes something now, and says for how much. */
    String payButton() {
        return html().replaceAll("(?s).*>(Confirm and pay [^<]*)</button>.*", "$1");
    }

    private static String attribute(String tag, String name) {
        Matcher matcher = Pattern.compile(" " + name + "=\"([^\"]*)\"").matcher(tag);
        return matcher.find() ? matcher.group(1) : "";
    }

    /** Sends a form and follows where it leads to. */
    ABrowser press(String button, String... other) {
        return send(form(button, other));
    }

    ABrowser send(Map<String, String> form) {
        page = post(form);
        if (page.statusCode() == 303) page = get("/billing");
        return this;
    }

    HttpResponse<String> post(Map<String, String> form, String... headers) {
        StringBuilder body = new StringBuilder();
        form.forEach((name, value) -> {
            if (!name.isEmpty())
                body.append(body.isEmpty() ? "" : "&")
                        .append(name)
                        .append('=')
                        .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
        });
        List<String> all = new ArrayList<>(List.of(
                header,
                credential,
                "Content-Type",
                "application/x-www-form-urlencoded",
                "Accept",
                "text/html",
                "Accept-Language",
                "en-GB"));
        all.addAll(List.of(headers));
        return running.send("POST", form.getOrDefault("", ""), body.toString(), all.toArray(String[]::new));
    }
}
