package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.http.pages.DocsPage;
import io.javalin.config.RoutesConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The API's description, for programs as it is and for people as a list of its routes. */
final class ApiDocument {
    /** The resource; kept by hand, held by tests against the router and against live answers. */
    static final String FILE = "openapi.yaml";

    /** A path, a method or a summary, as the file indents them: no YAML parser for three kinds of line. */
    private static final Pattern LINE =
            Pattern.compile("^(?:  (?<path>/\\S*):|    (?<method>[a-z]+):|      summary: (?<summary>.+))$");

    private ApiDocument() {}

    static void register(RoutesConfig routes) {
        routes.get("/openapi.yaml", ctx -> ctx.contentType("application/yaml").result(Read.YAML));
        routes.get("/docs", ctx -> ctx.html(Read.PAGE));
    }

    /** Read when it is first asked for, as a start needs none of it. */
    private static final class Read {
        static final byte[] YAML = read();
        static final String PAGE = DocsPage.render(routes(new String(YAML, StandardCharsets.UTF_8)));
    }

    private static byte[] read() {
        try (InputStream file = ApiDocument.class.getResourceAsStream(FILE)) {
            if (file == null) throw new IllegalStateException("the API's description is missing from the jar");
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("the API's description can't be read", e);
        }
    }

    private static List<DocsPage.Route> routes(String text) {
        List<DocsPage.Route> routes = new ArrayList<>();
        String path = "";
        String method = "";
        for (String line : text.lines().toList()) {
            Matcher found = LINE.matcher(line);
            if (!found.matches()) continue;
            if (found.group("path") != null) path = found.group("path");
            else if (found.group("method") != null)
                method = found.group("method").toUpperCase(Locale.ROOT);
            else routes.add(new DocsPage.Route(method, path, found.group("summary")));
        }
        return routes;
    }
}
