package dev.gatehouse.mail;

import com.codahale.metrics.health.HealthCheck;

/** Whether the mail server answers and accepts our credentials; sends nothing. */
final class MailHealthCheck extends HealthCheck {
    private final Mailer mailer;

    MailHealthCheck(Mailer mailer) {
        this.mailer = mailer;
    }

    @Override
    protected Result check() {
        try {
            mailer.check();
            return Result.healthy();
        } catch (MailFailure e) {
            return Result.unhealthy(e.getMessage());
        }
    }
}
