package dev.missioncontrol.billing.app.config;

import static dev.missioncontrol.billing.app.config.ProductionVariables.LIVE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/**
 * What compose and systemd tell a server, with secrets in the files that they show it and with what their comments ask for
 * beside them, is all that a server in production needs.
 */
class DeployFilesTest {
    private static final Path DEPLOY = Path.of("../deploy");

    /** The one that exporters of metrics usually take; 9090 is Prometheus' own, and Cockpit's. */
    private static final int METRICS_PORT = 9464;

    /** What the files of secrets hold, by the name that both deployments give them. */
    private static final Map<String, String> SECRETS = Map.of(
            "database_password",
            "pass-of-tests",
            "stripe_secret_key",
            LIVE,
            "stripe_webhook_secret",
            "whsec_" + "one1".repeat(8),
            "jwt_secret",
            "s3".repeat(32));

    @TempDir
    private Path mounted;

    private static String deployed(String file) throws IOException {
        return Files.readString(DEPLOY.resolve(file));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> compose() throws IOException {
        return (Map<String, Object>) new Yaml().load(deployed("compose.yaml"));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> part(Map<String, Object> of, String name) {
        return (Map<String, Object>) of.get(name);
    }

    /** What differs from place to place: in billing.env, as both deployments ask for. */
    private static Map<String, String> ofThePlace() {
        return new HashMap<>(Map.of(
                "BILLING_BASE_URL", "https://billing.example",
                "STRIPE_PRICE_PRO_MONTHLY", "price_1",
                "STRIPE_PRICE_TEAM_MONTHLY", "price_2"));
    }

    /** The same with the files of secrets, which are at {@code from} inside, where they are for a test. */
    private Map<String, String> mounted(Map<String, String> variables, String from) throws IOException {
        Map<String, String> all = new HashMap<>(ofThePlace());
        for (Map.Entry<String, String> secret : SECRETS.entrySet())
            Files.writeString(mounted.resolve(secret.getKey()), secret.getValue() + "\n");
        variables.forEach((name, value) ->
                all.put(name, value.startsWith(from) ? mounted + value.substring(from.length() - 1) : value));
        return all;
    }

    private static void isWhole(Configuration read) {
        assertThat(read.database().password().value()).isEqualTo(SECRETS.get("database_password"));
        assertThat(read.stripeKey()).contains(new Secret(LIVE));
        assertThat(read.webhookSecrets()).hasSize(1);
        assertThat(read.jwt()).isInstanceOf(JwtSettings.Hs256.class);
        assertThat(read.operations().metricsPort())
                .as("or nobody could read the figures")
                .contains(METRICS_PORT);
    }

    @Test
    void compose_tells_a_server_all_that_production_needs() throws IOException {
        Map<String, Object> server = part(part(compose(), "services"), "billing");
        Map<String, String> variables = ofTheImage();
        part(server, "environment").forEach((name, value) -> variables.put(name, String.valueOf(value)));

        Configuration read = ConfigurationReader.forServe(mounted(variables, "/run/secrets/"));

        isWhole(read);
        assertThat(Hosts.loopback(read.host()))
                .as("who is in a container has to be reached")
                .isFalse();
        String port = String.valueOf(((List<?>) server.get("ports")).get(0));
        assertThat(port).endsWith(":" + read.port());
        assertThat(Hosts.loopback(port.split(":")[0])).isTrue();
    }

    /** On the container's own loopback nobody outside would reach them, and no warning would say so any more. */
    @Test
    void the_image_by_itself_leaves_metrics_to_who_runs_it() throws IOException {
        assertThat(ofTheImage()).doesNotContainKeys("BILLING_METRICS_PORT", "BILLING_METRICS_HOST");
    }

    /** Who is in a container is asked over its network. */
    @Test
    void compose_lets_its_network_read_metrics() throws IOException {
        Map<String, Object> said = part(part(part(compose(), "services"), "billing"), "environment");
        assertThat(said)
                .containsEntry("BILLING_METRICS_PORT", String.valueOf(METRICS_PORT))
                .containsEntry("BILLING_METRICS_HOST", "0.0.0.0");
    }

    private static Map<String, String> ofTheImage() throws IOException {
        Map<String, String> variables = new HashMap<>();
        lines(deployed("Dockerfile"), "ENV (.*)")
                .flatMap(line -> Stream.of(line.group(1).split(" ")))
                .forEach(one -> variables.put(one.split("=")[0], one.split("=")[1]));
        return variables;
    }

    @Test
    void compose_shows_each_service_the_secrets_that_it_names_and_no_other() throws IOException {
        Map<String, Object> compose = compose();
        part(compose, "services").forEach((name, service) -> {
            Map<String, Object> said = part(part(compose, "services"), name);
            List<String> named = part(said, "environment").values().stream()
                    .map(String::valueOf)
                    .filter(value -> value.startsWith("/run/secrets/"))
                    .map(value -> value.substring("/run/secrets/".length()))
                    .toList();
            assertThat(named).as(name).isNotEmpty();
            assertThat(said.get("secrets"))
                    .as(name)
                    .asInstanceOf(InstanceOfAssertFactories.LIST)
                    .containsExactlyInAnyOrderElementsOf(named);
            assertThat(part(compose, "secrets")).containsKeys(named.toArray(String[]::new));
        });
    }

    /**
     * While its image makes the database, PostgreSQL runs once for that alone and listens on a socket of its own: asked there it is
     * healthy, and who then migrates over the network finds nobody, once and for all.
     */
    @Test
    void compose_takes_the_database_for_ready_where_others_reach_it() throws IOException {
        Map<String, Object> database = part(part(compose(), "services"), "database");
        assertThat((List<?>) part(database, "healthcheck").get("test"))
                .asString()
                .contains("pg_isready", "-h, 127.0.0.1");
    }

    @Test
    void the_unit_tells_a_server_all_that_production_needs() throws IOException {
        String unit = deployed("billing.service");
        Map<String, String> variables = ofTheExample();
        variables.putAll(ofThePlace());
        variables.putAll(ofTheUnit());
        assertThat(lines(unit, "LoadCredential=([^:]+):/etc/billing/secrets/\\1")
                        .map(one -> one.group(1)))
                .containsExactlyInAnyOrderElementsOf(SECRETS.keySet());

        isWhole(ConfigurationReader.forServe(mounted(variables, "%d/")));
    }

    /** {@code doctor --config /etc/billing/billing.env} is told what the server is told, but for secrets and the log's form. */
    @Test
    void what_the_unit_says_itself_no_command_beside_it_misses() throws IOException {
        assertThat(ofTheUnit().keySet()).allMatch(name -> name.endsWith("_FILE") || name.equals("BILLING_LOG_FORMAT"));
    }

    @Test
    void the_example_is_refused_until_its_prices_are_filled_in() throws IOException {
        Map<String, String> variables = ofTheExample();
        variables.putAll(ofTheUnit());
        Map<String, String> mounted = mounted(variables, "%d/");
        assertThat(ProductionVariables.wrong(mounted))
                .containsExactlyInAnyOrder("STRIPE_PRICE_PRO_MONTHLY", "STRIPE_PRICE_TEAM_MONTHLY");
    }

    private static Map<String, String> ofTheUnit() throws IOException {
        return lines(deployed("billing.service"), "Environment=([^=]+)=(.*)")
                .collect(Collectors.toMap(one -> one.group(1), one -> one.group(2)));
    }

    private static Map<String, String> ofTheExample() throws IOException {
        return new HashMap<>(lines(deployed("billing.env.example"), "([A-Z_]+)=(.*)")
                .collect(Collectors.toMap(one -> one.group(1), one -> one.group(2))));
    }

    /** Without {@code /proc/stat} the JVM can't say how busy it is, and a panel of the dashboard shows less than nothing. */
    @Test
    void the_unit_leaves_the_jvm_what_its_figures_are_read_from() throws IOException {
        assertThat(lines(deployed("billing.service"), "ProcSubset=.*")).isEmpty();
    }

    /** Who follows a link of {@code systemctl status} finds something. */
    @Test
    void the_unit_names_no_file_that_the_product_does_not_bring_along() throws IOException {
        String installed = Files.readString(Path.of("../docs/operations/deploying.md"));
        lines(deployed("billing.service"), "Documentation=file:///opt/billing/(.*)")
                .forEach(one -> assertThat(installed).contains(" " + one.group(1) + " "));
        assertThat(lines(deployed("billing.service"), "ExecStart=/usr/bin/java @(\\S+) -jar (\\S+) serve"))
                .hasSize(1)
                .allSatisfy(one -> assertThat(installed)
                        .contains("deploy/" + one.group(1) + " /opt/billing/", "target/" + one.group(2)));
    }

    private static Stream<MatchResult> lines(String text, String pattern) {
        return Pattern.compile("^" + pattern + "$", Pattern.MULTILINE)
                .matcher(text)
                .results();
    }
}
