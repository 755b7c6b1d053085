package dev.missioncontrol.billing.stripe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.provider.EventReader.Reading.Refused;
import dev.missioncontrol.billing.provider.EventReader.Refusal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureVerifierTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_790_000_000L);
    private static final byte[] BODY = "{}".getBytes(UTF_8);
    private static final StripeSignature SIGNATURE = new StripeSignature("whsec_one");

    private final SignatureVerifier verifier = new SignatureVerifier(List.of("whsec_one"), InstantSource.fixed(NOW));

    @Test
    void a_known_signature_stays_what_it_is() {
        // openssl dgst -sha256 -hmac whsec_one over "1790000000.{}"
        assertThat(SIGNATURE.header(BODY, NOW))
                .isEqualTo("t=1790000000,v1=bf12d04d928ca59a711d38171f277543df149808ade704d16dd5d5a5a19b6108");
    }

    @Test
    void each_refusal_says_its_own_reason() {
        assertThat(reason(Optional.empty())).contains(Refusal.SIGNATURE_MISSING);
        assertThat(reason(Optional.of("hello"))).contains(Refusal.SIGNATURE_MALFORMED);
        assertThat(reason(Optional.of("t=1790000000,v1=00"))).contains(Refusal.SIGNATURE_MISMATCH);
        assertThat(reason(Optional.of("x".repeat(SignatureVerifier.LONGEST_HEADER + 1))))
                .contains(Refusal.HEADER_TOO_LARGE);
        assertThat(reason(Optional.of(SIGNATURE.header(BODY, NOW.plusSeconds(301)))))
                .contains(Refusal.TIMESTAMP_OUTSIDE_TOLERANCE);
        assertThat(reason(Optional.of(SIGNATURE.header(BODY, NOW)))).isEmpty();
    }

    @Test
    void many_threads_at_once_get_the_right_answer() {
        String good = SIGNATURE.header(BODY, NOW);
        long accepted = IntStream.range(0, 20_000)
                .parallel()
                .filter(i -> verifier.refuses(i % 2 == 0 ? BODY : ("{" + i).getBytes(UTF_8), Optional.of(good))
                        .isEmpty())
                .count();
        assertThat(accepted).isEqualTo(10_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t", " whsec_pasted", "whsec_pasted\n"})
    void a_blank_or_wrongly_pasted_secret_is_refused_when_built(String secret) {
        assertThatThrownBy(() -> new SignatureVerifier(List.of("whsec_one", secret), InstantSource.fixed(NOW)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void no_secret_and_too_many_are_refused_when_built() {
        assertThatThrownBy(() -> new SignatureVerifier(List.of(), InstantSource.fixed(NOW)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SignatureVerifier(Collections.nCopies(17, "whsec_one"), InstantSource.fixed(NOW)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_secret_is_never_printed() {
        assertThat(SIGNATURE.toString()).doesNotContain("whsec");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void no_header_makes_it_throw(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        String alphabet = "tv10=,. -9a\u0000\u00e9\ud83d";
        for (int i = 0; i < 4_000; i++) {
            StringBuilder header = new StringBuilder();
            for (int length = random.nextInt(40); length > 0; length--)
                header.append(alphabet.charAt(random.nextInt(alphabet.length())));
            assertThat(verifier.refuses(BODY, Optional.of(header.toString())))
                    .as("seed %d, header %s", seed, header)
                    .isPresent();
        }
    }

    private Optional<Refusal> reason(Optional<String> header) {
        return verifier.refuses(BODY, header).map(Refused::reason);
    }
}
