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
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A browser without script: keeps its cookies, reads forms, sends them; or what an element does with a token in its place. */
final class ABrowser {
    private static final Pattern FORM = Pattern.compile("<form method=\"post\" action=\"([^\"]*)\".*?</form>");
    private static final Pattern FIELD = Pattern.compile("<input[^>]*>");

    private final Map<String, String> cookies = new LinkedHashMap<>();
    private final Optional<String> token;
    private ARunningServer running;
    private HttpResponse<String> page;

    private ABrowser(ARunningServer running, Optional<String> token) {
        this.running = running;
        this.token = token;
    }

    /** Signed in with a token of these words: {@code acme manage}. */
    static ABrowser of(ARunningServer running, String token) {
        String url = running.post("/api/billing/page-sessions", "", "Authorization", "Bearer " + token)
                .body();
        String ticket = url.replaceAll(".*ticket=([^\"]*)\".*", "$1");
        ABrowser browser = new ABrowser(running, Optional.empty());
        browser.kept(running.get("/billing/enter?ticket=" + ticket));
        return browser.reload();
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
        return new ABrowser(running, Optional.of("Bearer " + token)).reload();
    }

    /** The same browser, as a balancer leads it to another node. */
    ABrowser at(ARunningServer node) {
        running = node;
        return this;
    }

    /** Its cookies, by name. */
    Map<String, String> cookies() {
        return cookies;
    }

    private HttpResponse<String> kept(HttpResponse<String> answer) {
        for (String set : answer.headers().allValues("Set-Cookie")) {
            String[] cookie = set.replaceFirst(";.*", "").split("=", 2);
            if (cookie[1].isEmpty()) cookies.remove(cookie[0]);
            else cookies.put(cookie[0], cookie[1]);
        }
        return answer;
    }

    private List<String> credentials() {
        if (token.isPresent()) return List.of("Authorization", token.get());
        String all = cookies.entrySet().stream()
                .map(one -> one.getKey() + "=" + one.getValue())
                .collect(Collectors.joining("; "));
        return List.of("Cookie", all);
    }

    private HttpResponse<String> get(String path) {
        List<String> all = new ArrayList<>(credentials());
        all.addAll(List.of("Accept", "text/html", "Accept-Language", "en-GB"));
        return kept(running.get(path, all.toArray(String[]::new)));
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
        List<String> all = new ArrayList<>(credentials());
        all.addAll(List.of(
                "Content-Type",
                "application/x-www-form-urlencoded",
                "Accept",
                "text/html",
                "Accept-Language",
                "en-GB"));
        all.addAll(List.of(headers));
        return kept(running.send("POST", form.getOrDefault("", ""), body.toString(), all.toArray(String[]::new)));
    }
}
