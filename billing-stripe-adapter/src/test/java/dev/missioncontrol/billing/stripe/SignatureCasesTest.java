package dev.missioncontrol.billing.stripe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.provider.EventReader.Reading;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every case is believed or not as its file says. */
class SignatureCasesTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_790_000_000L);

    @TestFactory
    Stream<DynamicTest> our_cases() throws IOException {
        return cases(SharedFolder.resource("signature-cases.json"));
    }

    @TestFactory
    Stream<DynamicTest> shared_cases() throws IOException {
        return cases(SharedFolder.read(SharedFolder.find("signature-cases.json")));
    }

    private static Stream<DynamicTest> cases(byte[] file) throws IOException {
        List<SignatureCase> cases = SignatureCase.in(file);
        assertThat(cases).isNotEmpty();
        return cases.stream().map(one -> DynamicTest.dynamicTest(one.name(), () -> holds(one)));
    }

    private static void holds(SignatureCase one) {
        if (one.misconfigured()) {
            assertThatThrownBy(() -> StripeEventReader.signedBy(one.secrets(), InstantSource.fixed(NOW)))
                    .isInstanceOf(IllegalArgumentException.class);
            return;
        }
        Reading reading = StripeEventReader.signedBy(one.secrets(), InstantSource.fixed(NOW))
                .read(one.sentBody().getBytes(UTF_8), one.header(NOW));
        if (one.expected().equals("accept")) assertThat(reading).isInstanceOf(Reading.Event.class);
        if (one.expected().equals("reject")) assertThat(reading).isInstanceOf(Reading.Refused.class);
        if (reading instanceof Reading.Refused refused)
            assertThat(refused.detail()).hasSizeLessThan(300);
    }
}
