package dev.missioncontrol.billing.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.missioncontrol.billing.stripe.SignatureCase;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every case of a signature, sent to the running product: what may be believed is stored, and of the rest there is no trace. */
class SignatureCasesIT {
    /** Seconds off the time now at which a running clock may decide either way; a fixed one is held to them elsewhere. */
    private static final int EDGE_FROM = 296, EDGE_TO = 305;

    @ParameterizedTest
    @EnumSource
    void our_cases_are_believed_or_leave_no_trace(TestDatabase database) throws Exception {
        hold(database, SharedFolder.ours("signature-cases.json"));
    }

    @ParameterizedTest
    @EnumSource
    void shared_cases_are_believed_or_leave_no_trace(TestDatabase database) throws Exception {
        Optional<Path> found = SharedFolder.find("signature-cases.json");
        assumeTrue(found.isPresent(), "no folder `shared` with signature-cases.json beside the checkout");
        hold(database, found.get());
    }

    private static void hold(TestDatabase database, Path file) throws Exception {
        Map<List<String>, List<SignatureCase>> bySecrets = SignatureCase.in(Files.readAllBytes(file)).stream()
                .filter(one -> Math.abs(one.offsetSeconds()) < EDGE_FROM || Math.abs(one.offsetSeconds()) > EDGE_TO)
                .collect(Collectors.groupingBy(SignatureCase::secrets));
        assertThat(bySecrets).isNotEmpty();
        SoftAssertions softly = new SoftAssertions();
        try (TestDatabase.Opened opened = database.open()) {
            int event = 0;
            for (List<SignatureCase> cases : bySecrets.values()) {
                try (RunningServer server = start(opened, cases.get(0).secrets())) {
                    for (SignatureCase one : cases) hold(softly, opened, server, one, "evt_case_" + ++event);
                }
            }
        }
        softly.assertAll();
    }

    private static void hold(
            SoftAssertions softly, TestDatabase.Opened database, RunningServer server, SignatureCase one, String event)
            throws Exception {
        SignatureCase mine = one.about(event);
        HttpResponse<String> answer = server.webhook(mine.sentBody().getBytes(UTF_8), mine.header(Instant.now()));
        boolean believed = answer.statusCode() == 200;
        if (one.expected().equals("accept"))
            softly.assertThat(answer.statusCode()).as("%s", one).isEqualTo(200);
        if (one.expected().equals("reject"))
            softly.assertThat(answer.statusCode())
                    .as("%s: %s", one, answer.body())
                    .isIn(400, 413, 431);
        softly.assertThat(answer.statusCode()).as("%s", one).isLessThan(500);
        softly.assertThat(database.outcome(event))
                .as("what is stored of: %s", one)
                .isEqualTo(believed ? "ignored" : TestDatabase.NOT_STORED);
    }

    private static RunningServer start(TestDatabase.Opened database, List<String> secrets) {
        Map<String, String> variables = new HashMap<>(database.variables());
        variables.put("STRIPE_WEBHOOK_SECRET", String.join(",", secrets));
        return RunningServer.start(variables);
    }
}
