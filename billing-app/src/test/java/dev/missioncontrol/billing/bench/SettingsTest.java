package dev.missioncontrol.billing.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
    @Test
    void postgresql_is_told_what_is_named_in_that_order_and_nothing_else() {
        assertThat(Settings.of(new String[] {"--postgres=shared_buffers=1GB,checkpoint_timeout=30min"})
                        .postgres())
                .containsExactly(Map.entry("shared_buffers", "1GB"), Map.entry("checkpoint_timeout", "30min"));
        assertThat(Settings.of(new String[0]).postgres()).isEmpty();
    }

    @Test
    void what_is_no_setting_is_refused_by_its_name() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Settings.of(new String[] {"--postgres=shared_buffers"}))
                .withMessageContaining("shared_buffers is not NAME=VALUE");
    }
}
