package dev.missioncontrol.billing.http.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.missioncontrol.billing.http.auth.Authentication.Authenticated;
import dev.missioncontrol.billing.http.auth.Authentication.Unauthenticated;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tokens that say how many seats are in use. */
class SeatsInUseClaimTest {
    private static final String SECRET = "s".repeat(32);
    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");

    private static final JwtTenantAuthenticator COUNTING = JwtTenantAuthenticator.hs256(
                    SECRET, "tenant", Optional.empty(), Optional.empty(), () -> NOW)
            .countingSeatsBy("seats");

    private static Authentication saying(@Nullable Object seats) {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .claim("tenant", "acme")
                .claim("seats", seats)
                .expirationTime(Date.from(NOW.plusSeconds(60)))
                .build();
        SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
        try {
            token.sign(new MACSigner(SECRET));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return COUNTING.authenticate(new Credentials(Optional.of("Bearer " + token.serialize()), Optional.empty()));
    }

    @Test
    void a_whole_number_counts_and_none_is_none() {
        assertThat(((Authenticated) saying(4)).seatsInUse()).isEqualTo(OptionalLong.of(4));
        assertThat(((Authenticated) saying(0)).seatsInUse()).isEqualTo(OptionalLong.of(0));
        assertThat(((Authenticated) saying(null)).seatsInUse()).isEmpty();
    }

    @Test
    void what_is_no_number_of_seats_makes_no_token() {
        for (Object odd : Arrays.<Object>asList(-1, 4.5, "4", true, List.of(4), 1e300))
            assertThat(saying(odd)).as("%s", odd).isInstanceOf(Unauthenticated.class);
    }

    @Test
    void a_claim_has_a_name() {
        assertThatIllegalArgumentException().isThrownBy(() -> COUNTING.countingSeatsBy(" "));
    }
}
