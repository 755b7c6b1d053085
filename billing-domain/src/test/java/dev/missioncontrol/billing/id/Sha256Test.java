package dev.missioncontrol.billing.id;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Hashes are stored for ever, and made again by other programs. */
class Sha256Test {
    /** FIPS 180-2, appendix B.1. */
    @Test
    void a_text_has_the_hash_of_the_standard_in_small_digits() {
        assertThat(Sha256.hex("abc")).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(Sha256.hex("")).isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    @Test
    void a_text_is_hashed_as_utf_8() {
        byte[] bytes = "Zürich".getBytes(StandardCharsets.UTF_8);
        assertThat(Sha256.hex("Zürich")).isEqualTo(HexFormat.of().formatHex(Sha256.of(bytes)));
    }
}
