package dev.missioncontrol.billing.app.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.missioncontrol.billing.app.PatientPostgres;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import dev.missioncontrol.billing.stripe.SignedEvent;
import dev.missioncontrol.billing.stripe.StripeEventWriter;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** Nodes of the product in JVMs of their own, one PostgreSQL, and a stand-in for Stripe. */
final class Cluster implements AutoCloseable {
    /** How long after the last fault it is waited for that all is as the provider says: a few seconds, on a machine that is not busy. */
    static final Duration CONVERGES_WITHIN = Duration.ofSeconds(60);

    private static final String JWT_SECRET = "0123456789abcdef".repeat(2);
    private static final String SECRET = "whsec_" + "node".repeat(8);

    private final Path folder;
    private final int port;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, String> variables = new HashMap<>();
    private EmbeddedPostgres postgres;
    final StripeStandIn stripe;

    /** @param callsASecond what the provider allows all nodes together */
    Cluster(Path folder, int callsASecond) throws IOException {
        this.folder = folder;
        postgres = postgres(0);
        port = postgres.getPort();
        stripe = new StripeStandIn(SECRET, callsASecond);
        variables.putAll(Map.of(
                "BILLING_PROFILE",
                "dev",
                "DATABASE_URL",
                url(),
                "DATABASE_USER",
                "postgres",
                "STRIPE_SECRET_KEY",
                "sk_" + "test_" + "node".repeat(6),
                "STRIPE_API_BASE",
                stripe.base().toString(),
                "STRIPE_WEBHOOK_SECRET",
                SECRET,
                "STRIPE_PRICE_TEAM_MONTHLY",
                "price_team_m",
                "STRIPE_PRICE_PRO_MONTHLY",
                "price_pro_m",
                "BILLING_JWT_SECRET",
                JWT_SECRET,
                "BILLING_REFRESH_INTERVAL",
                "PT0.1S"));
        variables.putAll(Map.of("BILLING_LEASE", "PT3S", "BILLING_PROVIDER_RATE", "" + Math.max(1, callsASecond / 2)));
    }

    /** As the application of a tenant's people would sign it. */
    static String token(String tenant) {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .claim("tenant", tenant)
                .claim("scope", "billing:read billing:manage")
                .expirationTime(Date.from(Instant.now().plus(CONVERGES_WITHIN)))
                .build();
        SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
        try {
            token.sign(new MACSigner(JWT_SECRET));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return token.serialize();
    }

    private String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    private EmbeddedPostgres postgres(int wanted) throws IOException {
        var builder = PatientPostgres.builder(folder.resolve("pg"))
                // The embedded server is set up to be fast and to forget; this one has to survive being killed.
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on");
        return (wanted == 0 ? builder : builder.setPort(wanted)).start();
    }

    Cluster with(String variable, String value) {
        variables.put(variable, value);
        return this;
    }

    Node node() throws IOException {
        return node(Map.of());
    }

    Node node(Map<String, String> more) throws IOException {
        Map<String, String> all = new HashMap<>(variables);
        all.putAll(more);
        Node node = Node.start(all, folder.resolve("node" + nodes.size() + ".log"));
        nodes.add(node);
        return node;
    }

    /** A node of the packaged product: its schema has to be there. */
    Node packaged() throws IOException {
        return packaged("serve");
    }

    /** One of its commands, to its end. Returns the exit code; {@link #said} has what it wrote. */
    int run(String command) throws IOException {
        return packaged(command).exitCode();
    }

    /** A node of the packaged product with as much memory as it is deployed with. */
    Node deployed() throws IOException {
        return kept(Node.deployed(variables, log()));
    }

    private Node packaged(String command) throws IOException {
        return kept(Node.packaged(variables, log(), command));
    }

    private Node kept(Node node) {
        nodes.add(node);
        return node;
    }

    private Path log() {
        return folder.resolve("node" + nodes.size() + ".log");
    }

    /** What the node wrote that was started last. */
    String said() throws IOException {
        return Files.readString(folder.resolve("node" + (nodes.size() - 1) + ".log"));
    }

    /** All of it or nothing, in one transaction. Returns true once it is done. */
    boolean execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(), "postgres", "postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
            return true;
        }
    }

    /** As {@code kill -9} of the server does, which then starts again on what is on its disk. */
    void killPostgresql() throws IOException, InterruptedException {
        long pid = Long.parseLong(Files.readAllLines(folder.resolve("pg").resolve("postmaster.pid"))
                .get(0));
        ProcessHandle server = ProcessHandle.of(pid).orElseThrow();
        List<ProcessHandle> all = new ArrayList<>(server.descendants().toList());
        all.add(server);
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(one -> one.onExit().orTimeout(60, TimeUnit.SECONDS).join());
        // Gives its hold on the directory free; there is nothing left to stop.
        postgres.close();
        postgres = postgres(port);
    }

    /** Waits until every tenant has what the provider says, and nothing is left to do. */
    void converges() {
        converges(CONVERGES_WITHIN);
    }

    void converges(Duration within) {
        Awaitility.await("equal to the provider")
                .atMost(within)
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptionsInstanceOf(SQLException.class)
                .untilAsserted(() -> assertThat(stored()).isEqualTo(truth()));
    }

    private Map<String, String> truth() {
        Map<String, String> said = new TreeMap<>();
        for (SubscriptionSnapshot one : stripe.truth().values()) {
            boolean ended = one.status().equals("canceled");
            long seats = ended ? 1 : one.items().get(0).quantity().orElseThrow();
            said.put(one.metadata().tenant().orElseThrow(), (ended ? "free " : "team ") + seats + " " + one.status());
        }
        return said;
    }

    private Map<String, String> stored() throws SQLException {
        Map<String, String> stored = new TreeMap<>();
        query(
                "select s.tenant_id, s.plan, s.seats, s.status from billing.subscriptions s where exists"
                        // Those who only began to buy have nothing yet.
                        + " (select 1 from billing.tracked_subscriptions t where t.tenant_id = s.tenant_id) and not exists"
                        + " (select 1 from billing.tracked_subscriptions t where t.tenant_id = s.tenant_id"
                        + " and t.dirty > t.synced)",
                row -> stored.put(row.getString(1), row.getString(2) + " " + row.getInt(3) + " " + row.getString(4)));
        return stored;
    }

    /** One row of an answer. */
    @FunctionalInterface
    interface Row {
        void read(ResultSet row) throws SQLException;
    }

    void query(String sql, Row each) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(), "postgres", "postgres");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) each.read(rows);
        }
    }

    long count(String from) throws SQLException {
        long[] count = new long[1];
        query("select count(*) from billing." + from, row -> count[0] = row.getLong(1));
        return count[0];
    }

    static String id(SignedEvent event) {
        String body = new String(event.body(), StandardCharsets.UTF_8);
        int start = body.indexOf("evt_");
        return body.substring(start, body.indexOf('"', start));
    }

    /** Delivers until it is acknowledged, by whichever of these nodes answers; signed anew each time, as Stripe does. */
    void deliver(SignedEvent event, List<Node> to) {
        StripeEventWriter writer = new StripeEventWriter(SECRET);
        Awaitility.await("acknowledged")
                .atMost(CONVERGES_WITHIN)
                // The first try is made at once.
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .until(() ->
                        to.stream().anyMatch(node -> node.deliver(writer.sign(event.body(), Instant.now())) == 200));
    }

    @Override
    public void close() throws IOException {
        nodes.forEach(Node::close);
        stripe.close();
        postgres.close();
    }
}
