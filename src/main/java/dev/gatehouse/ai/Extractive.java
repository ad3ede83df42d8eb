package dev.gatehouse.ai;

import dev.gatehouse.search.Passage;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Answers without a model: quotes the sentences that say most about a question, or about their own text. Invents
 * nothing.
 */
final class Extractive {
    private static final int QUOTED = 4;
    private static final int SHORTEST_WORD = 3;
    private static final int LONGEST_SENTENCE = 400;
    private static final Pattern NOT_A_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");

    /** A sentence, where it stands and how much it says. */
    private record Sentence(int source, int place, String text, double weight) {}

    /** A sentence with the mark of its source. */
    record Quote(int source, String text) {}

    /** @return empty if there are no passages */
    List<Quote> answer(String question, List<Passage> passages) {
        List<Sentence> all = new ArrayList<>();
        Map<String, Integer> spread = new HashMap<>();
        passages.forEach(passage ->
                new HashSet<>(words(passage.content())).forEach(word -> spread.merge(word, 1, Integer::sum)));
        Set<String> wanted = new HashSet<>(words(question));
        for (int i = 0; i < passages.size(); i++) {
            int place = 0;
            for (String text : sentences(passages.get(i).content())) {
                double weight = words(text).stream()
                        .distinct()
                        .filter(wanted::contains)
                        .mapToDouble(word -> Math.log(1 + (double) passages.size() / spread.getOrDefault(word, 1)))
                        .sum();
                all.add(new Sentence(i + 1, place++, text, weight));
            }
        }
        return quoted(all);
    }

    /** The sentences that share most with the rest of the text, in its order. */
    List<String> summary(String text, int longest) {
        Map<String, Integer> counts = new HashMap<>();
        words(text).forEach(word -> counts.merge(word, 1, Integer::sum));
        List<Sentence> all = new ArrayList<>();
        int place = 0;
        for (String sentence : sentences(text)) {
            List<String> words = words(sentence);
            double weight = words.stream().mapToInt(counts::get).sum() / Math.sqrt(1 + words.size());
            all.add(new Sentence(0, place++, sentence, weight));
        }
        Set<Sentence> chosen = new LinkedHashSet<>();
        int length = 0;
        for (Sentence sentence : all.stream()
                .sorted(Comparator.comparingDouble(Sentence::weight).reversed())
                .toList()) {
            if (chosen.isEmpty() || length + sentence.text().length() <= longest) {
                chosen.add(sentence);
                length += sentence.text().length() + 1;
            }
        }
        return all.stream().filter(chosen::contains).map(Sentence::text).toList();
    }

    private static List<Quote> quoted(List<Sentence> all) {
        List<Sentence> best = all.stream()
                .filter(sentence -> sentence.weight() > 0)
                .sorted(Comparator.comparingDouble(Sentence::weight).reversed())
                .limit(QUOTED)
                .toList();
        // Found by its meaning and not by its words: then the beginning of the best passage.
        List<Sentence> chosen = best.isEmpty() ? all.stream().limit(1).toList() : best;
        return chosen.stream()
                .sorted(Comparator.comparingInt(Sentence::source).thenComparingInt(Sentence::place))
                .map(sentence -> new Quote(
                        sentence.source(), AnswerText.inert(sentence.text()) + " [" + sentence.source() + "]"))
                .toList();
    }

    private static List<String> sentences(String text) {
        BreakIterator breaks = BreakIterator.getSentenceInstance(Locale.ROOT);
        String plain = PlainText.of(text).replaceAll("\\s+", " ");
        breaks.setText(plain);
        List<String> sentences = new ArrayList<>();
        int start = breaks.first();
        for (int end = breaks.next(); end != BreakIterator.DONE; start = end, end = breaks.next()) {
            String sentence = plain.substring(start, end).strip();
            if (!words(sentence).isEmpty()) {
                sentences.add(
                        sentence.length() > LONGEST_SENTENCE
                                ? sentence.substring(0, LONGEST_SENTENCE) + "…"
                                : sentence);
            }
        }
        return sentences;
    }

    private static List<String> words(String text) {
        return NOT_A_WORD
                .splitAsStream(text.toLowerCase(Locale.ROOT))
                .filter(word -> word.length() >= SHORTEST_WORD)
                .toList();
    }
}
