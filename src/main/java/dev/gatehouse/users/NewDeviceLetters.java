package dev.gatehouse.users;

import dev.gatehouse.db.Tx;
import dev.gatehouse.http.Origin;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Tells owners that somebody signed in from somewhere new. */
public final class NewDeviceLetters {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int LONGEST = 120;

    private final Letters letters;

    NewDeviceLetters(Letters letters) {
        this.letters = letters;
    }

    /** Posts the letter with the transaction of the sign-in. */
    public void tell(Tx tx, long userId, Origin origin, Instant at) {
        Addressee owner = tx.dao(AddresseeDao.class).find(userId).orElseThrow();
        String address = origin.address() == null ? "-" : origin.address();
        letters.newDevice(tx, owner.reading(origin), TIME.format(at), address, harmless(origin.userAgent()));
    }

    /** Browsers call themselves what they like; a mail program must not make a link of it. */
    private static String harmless(String userAgent) {
        if (userAgent == null) {
            return "-";
        }
        String text = userAgent.replaceAll("[^\\p{L}\\p{N} ./();,_+-]", " ").replaceAll("//+|(?i)www\\.", " ");
        return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    }
}
