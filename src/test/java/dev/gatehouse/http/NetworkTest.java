package dev.gatehouse.http;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class NetworkTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24, 192.0.2.255, true",
        "192.0.2.0/24, 192.0.3.0, false",
        "192.0.2.128/25, 192.0.2.127, false",
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.8, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "2001:db8::/32, 2001:db8:ffff::1, true",
        "2001:db8::/32, 2001:db9::1, false",
        "2001:db8::1, 2001:db8:0:0:0:0:0:1, true",
        "::/0, 2001:db8::1, true",
        "::/0, 192.0.2.7, false",
        "::ffff:192.0.2.7, 192.0.2.7, true"
    })
    void knowsWhatLiesInIt(String network, String address, boolean inside) {
        assertThat(Network.parse(network).contains(address)).isEqualTo(inside);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/24",
                "192.0.2.0/",
                "192.0.2.0/33",
                "192.0.2.0/-1",
                "192.0.2.0/024x",
                "192.0.2.1/24",
                "192.0.2",
                "192.0.2.256",
                "localhost",
                "example.com/8",
                "2001:db8::/129",
                "2001:db8::1/64",
                ":::",
                "192.0.2.0/24/8",
                "fe80::1%eth0",
                "1",
                "*"
            })
    void whatIsNoneIsRefused(String text) {
        assertThatThrownBy(() -> Network.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
