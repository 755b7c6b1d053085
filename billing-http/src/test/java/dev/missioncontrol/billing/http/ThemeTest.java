package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThemeTest {
    private static final String STYLESHEET = "/billing/assets/billing.css";

    @Test
    void a_hosts_rules_come_after_ours_in_the_same_file() {
        try (ARunningServer running = new ARunningServer(new Theme(":root { --billing-accent: #7a2e8e; } /* ü */"))) {
            HttpResponse<String> sheet = running.get(STYLESHEET);
            assertThat(sheet.body()).contains("--billing-accent: #0d6472").endsWith("#7a2e8e; } /* ü */");
            assertThat(sheet.headers().firstValue("Content-Type")).contains("text/css; charset=utf-8");
            assertThat(running.get("/billing/assets/billing.js").body()).doesNotContain("#7a2e8e");
        }
    }

    @Test
    void without_one_the_look_is_ours() {
        try (ARunningServer running = new ARunningServer()) {
            assertThat(running.get(STYLESHEET).body()).endsWith("}\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"@import 'x.css';", "p { background: URL(https://evil.example/x) }"})
    void a_theme_that_fetches_something_is_refused(String css) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Theme(css));
    }

    @Test
    void a_theme_that_is_no_theme_any_more_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Theme(" ".repeat(Theme.LONGEST + 1)));
    }
}
