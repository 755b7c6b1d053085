package shop;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

/** The shop's own security, as it was before billing came: billing believes it, and brings its own check of forms. */
@Configuration
class ShopSecurity {
    @Bean
    SecurityFilterChain security(HttpSecurity http) throws Exception {
        return http.authorizeHttpRequests(requests -> requests.requestMatchers("/api/billing/webhook", "/api/billing/plans", "/billing/assets/**")
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .csrf(forms -> forms.ignoringRequestMatchers("/billing/**", "/api/billing/**"))
                .httpBasic(Customizer.withDefaults())
                .build();
    }

    @Bean
    UserDetailsService users() {
        return new InMemoryUserDetailsManager(User.withUsername("ann@acme").password("{noop}secret").build());
    }
}
