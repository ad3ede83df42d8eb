package dev.gatehouse.users;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/** What an attacker would try first with this very person: his names and the first part of his address. */
final class PersonalWords {
    /** Shorter ones occur in many words. */
    private static final int SHORTEST = 4;

    private final List<String> words;

    private PersonalWords(Stream<String> words) {
        this.words = words.filter(Objects::nonNull)
                .flatMap(word -> Arrays.stream(word.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")))
                .filter(word -> word.codePointCount(0, word.length()) >= SHORTEST)
                .distinct()
                .toList();
    }

    static PersonalWords of(String email, String... names) {
        String localPart = email.substring(0, Math.max(0, email.indexOf('@')));
        return new PersonalWords(Stream.concat(Stream.of(localPart), Arrays.stream(names)));
    }

    static PersonalWords of(User user) {
        return of(user.email(), user.firstName(), user.middleName(), user.lastName());
    }

    static PersonalWords ofNobody() {
        return new PersonalWords(Stream.empty());
    }

    /** All of them and one more. */
    List<String> with(String word) {
        List<String> all = new ArrayList<>(words);
        all.addAll(new PersonalWords(Stream.of(word)).words);
        return all;
    }
}
