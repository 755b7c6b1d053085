package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.fuzz.Fuzz;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** What clients send as a command, broken at random: by itself, and at every route that takes one. */
class CommandFuzzTest {
    private static final Set<String> FIELDS = Set.of("plan", "interval", "seats", "previewedAt", "when");

    private static final String[] WORDS = {
        "\"plan\":\"team\",",
        "\"seats\":0,",
        "\"interval\":\"year\",",
        "\"when\":\"now\",",
        "{}",
        ",",
        ":",
        "\"",
        "\\u0000"
    };

    /** Of so many inputs one goes over the wire: a request takes a thousand times as long. */
    private static final int ONE_OF = 40;

    @Test
    void a_command_is_understood_or_refused_with_a_problem_of_the_clients() {
        Fuzz.of("command", CommandFuzzTest.class, "fuzz/commands").words(WORDS).run(input -> {
            try {
                return way(Command.of(input, FIELDS));
            } catch (Problem refused) {
                assertThat(refused.status).isEqualTo(400);
                return refused.code + refused.field.length() / 64;
            }
        });
    }

    private static String way(Command command) {
        OptionalLong seats = command.number("seats");
        return "plan " + command.optionalText("plan").isPresent()
                + command.optionalText("interval").isPresent()
                + command.optionalText("when").isPresent() + seats.isPresent();
    }

    /** Routes that a tenant with the right to manage sends commands to. */
    private static final List<String> ROUTES = List.of(
            "POST /api/billing/checkout",
            "POST /api/billing/portal",
            "POST /api/billing/sync",
            "POST /api/billing/page-sessions",
            "POST /api/billing/subscription/preview",
            "PATCH /api/billing/subscription",
            "PUT /api/billing/subscription/seats",
            "POST /api/billing/subscription/cancel",
            "POST /api/billing/subscription/resume");

    @Test
    void no_route_answers_a_broken_command_with_a_fault_of_ours() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(Long.getLong("fuzz.seed", 1));
        try (ARunningServer running = new ARunningServer()) {
            Fuzz.of("route", CommandFuzzTest.class, "fuzz/commands")
                    .words(WORDS)
                    .oneOf(ONE_OF)
                    .atMost(Command.LARGEST + 100)
                    .run(input -> {
                        String route = ROUTES.get(random.nextInt(ROUTES.size()));
                        // A tenant of its own nearly every time: none comes to the end of what it may ask.
                        String tenant = "t" + random.nextInt(1_000_000);
                        int status = status(running, route, tenant, input);
                        assertThat(status).as(route).isBetween(200, 499);
                        return route + status;
                    });
        }
    }

    private static int status(ARunningServer running, String route, String tenant, byte[] body) {
        String[] words = route.split(" ");
        return running.send(HttpRequest.newBuilder(running.base.resolve(words[1]))
                        .header("Authorization", "Bearer " + tenant + " manage")
                        .header("Content-Type", "application/json")
                        .method(words[0], HttpRequest.BodyPublishers.ofByteArray(body)))
                .statusCode();
    }
}
