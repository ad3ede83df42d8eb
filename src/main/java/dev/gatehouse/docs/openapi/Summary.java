package dev.gatehouse.docs.openapi;

import java.util.Locale;
import org.eclipse.jetty.http.HttpStatus;

/** Words for what nobody has described yet. */
final class Summary {
    private Summary() {}

    /** {@code sendInvitation} becomes "Send invitation". */
    static String of(Endpoint endpoint) {
        String words = endpoint.method().getName().replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    static String tagOf(Endpoint endpoint) {
        String name = endpoint.resource().getPackageName();
        String last = name.substring(name.lastIndexOf('.') + 1);
        return Character.toUpperCase(last.charAt(0)) + last.substring(1);
    }

    static String ofStatus(int status) {
        return HttpStatus.getMessage(status) + ".";
    }
}
