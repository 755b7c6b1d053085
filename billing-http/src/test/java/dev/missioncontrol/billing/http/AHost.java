package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.Billing;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** An application that serves billing in a container of its own, and is called {@code https://app.example} from outside. */
final class AHost implements AutoCloseable {
    static final String ORIGIN = "https://app.example";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Server container = new Server();
    private final URI base;

    /** @param user who is signed in to it */
    AHost(Billing billing, Function<HttpServletRequest, Optional<SignedIn>> user, PageSettings settings)
            throws Exception {
        ServerConnector connector = new ServerConnector(container);
        connector.setHost("127.0.0.1");
        container.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/");
        ServletHolder holder = new ServletHolder(BillingServlet.of(billing, URI.create(ORIGIN), user, settings));
        BillingServlet.MAPPINGS.forEach(mapping -> context.addServlet(holder, mapping));
        container.setHandler(context);
        container.start();
        base = URI.create("http://127.0.0.1:" + connector.getLocalPort());
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return send(to(path, headers));
    }

    HttpResponse<String> post(String path, String body, String... headers) throws IOException, InterruptedException {
        return send(to(path, headers).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder to(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path));
        return headers.length == 0 ? request : request.headers(headers);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() throws Exception {
        container.stop();
    }
}
