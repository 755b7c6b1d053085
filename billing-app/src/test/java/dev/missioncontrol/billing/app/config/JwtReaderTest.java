package dev.missioncontrol.billing.app.config;

import static dev.missioncontrol.billing.app.config.ProductionVariables.production;
import static dev.missioncontrol.billing.app.config.ProductionVariables.wrong;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JwtReaderTest {
    private static List<String> faults(Map<String, String> jwt) {
        Map<String, String> all = new HashMap<>(jwt);
        all.put("BILLING_JWT_ISSUER", "https://id.example");
        all.put("BILLING_JWT_AUDIENCE", "billing");
        Environment env = new Environment(all);
        JwtReader.read(env, true);
        return env.faults().stream().map(Object::toString).toList();
    }

    private static String pem(String label, int bits) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        byte[] key = generator.generateKeyPair().getPublic().getEncoded();
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(key) + "\n-----END " + label
                + "-----";
    }

    @Test
    void a_public_key_that_can_be_used_is_taken() throws Exception {
        assertThat(faults(Map.of("BILLING_JWT_PUBLIC_KEY", pem("PUBLIC KEY", 2048))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"PUBLIC KEY,1024,1024 bits", "PRIVATE KEY,2048,a private key", "CERTIFICATE,2048,a certificate"})
    void a_public_key_that_can_not_be_used_is_said_before_anything_starts(String label, int bits, String what)
            throws Exception {
        String pem = pem(label, bits);
        assertThat(faults(Map.of("BILLING_JWT_PUBLIC_KEY", pem)))
                .singleElement()
                .asString()
                .startsWith("BILLING_JWT_PUBLIC_KEY: can't be used")
                .contains(what)
                .doesNotContain(pem.lines().skip(1).findFirst().orElseThrow());
    }

    @Test
    void an_address_of_keys_that_is_not_safe_is_said_before_anything_starts() {
        assertThat(faults(Map.of("BILLING_JWT_JWKS_URL", "http://id.example/keys")))
                .singleElement()
                .asString()
                .startsWith("BILLING_JWT_JWKS_URL: can't be used")
                .contains("https://");
    }

    @Test
    void an_address_of_keys_over_https_is_taken() {
        assertThat(faults(Map.of("BILLING_JWT_JWKS_URL", "https://id.example/keys")))
                .isEmpty();
    }

    @Test
    void several_secrets_are_taken_while_one_is_replaced_and_each_must_be_long_enough() {
        String one = "a1".repeat(16);
        String two = "b2".repeat(16);
        Environment env = new Environment(Map.of("BILLING_JWT_SECRET", one + ", " + two));
        assertThat(JwtReader.read(env, true))
                .isInstanceOfSatisfying(
                        JwtSettings.Hs256.class,
                        shared -> assertThat(shared.secrets()).containsExactly(new Secret(one), new Secret(two)));
        assertThat(env.faults()).isEmpty();
        for (String bad : List.of(
                one + ",short",
                one + ",",
                one + ",change-me",
                String.join(",", List.of(one, one, one, one, one, one, one, one, one))))
            assertThat(faults(Map.of("BILLING_JWT_SECRET", bad)))
                    .singleElement()
                    .asString()
                    .startsWith("BILLING_JWT_SECRET: ")
                    .doesNotContain(one);
    }

    @Test
    void jwks_asks_for_issuer_and_audience() {
        Map<String, String> env = production();
        env.remove("BILLING_JWT_SECRET");
        env.put("BILLING_JWT_JWKS_URL", "https://id.example/keys");
        assertThat(wrong(env)).containsExactly("BILLING_JWT_ISSUER", "BILLING_JWT_AUDIENCE");
    }
}
