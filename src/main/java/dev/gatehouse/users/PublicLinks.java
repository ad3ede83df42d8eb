package dev.gatehouse.users;

import dev.gatehouse.kernel.Secret;

/**
 * Addresses that stand in mails, made from the configured public address and nothing that a request says. Tokens stand
 * behind the # so that no server, proxy or log sees them; the page there sends them by POST.
 */
final class PublicLinks {
    private final String publicUrl;

    PublicLinks(String publicUrl) {
        this.publicUrl = publicUrl;
    }

    String home() {
        return publicUrl;
    }

    String setPassword(Secret token) {
        return publicUrl + "/set-password#token=" + token.reveal();
    }

    String verifyEmail(Secret token) {
        return publicUrl + "/verify-email#token=" + token.reveal();
    }

    String undoEmailChange(Secret token) {
        return publicUrl + "/undo-email-change#token=" + token.reveal();
    }
}
