// Levels, days, copies, ids and protections: what is read and written by itself.
#ifndef CONFORM_WORDS_HPP
#define CONFORM_WORDS_HPP

#include "asked.hpp"

inline Json level_read(const Place &, const Json &input) {
    static const char *const words[] = {"space", "decomposed", "case", "diacritics", "letter"};
    uint32_t liberties = 0;
    const bmnn_level level =
        failing([&] { return bmnn::level(input["text"].text(), &liberties); }, "Level");
    Json::Array taken;
    for (size_t i = 0; i < std::size(words); i++)
        if (liberties & 1u << i) taken.push_back(words[i]);
    return {{"level", bmnn::level_text(level, BMNN_LEVEL_AS_NAME)}, {"liberties", taken}};
}

inline Json level_print(const Place &, const Json &input) {
    const bmnn_level level = level_named(input["level"]);
    return {{"name", bmnn::level_text(level, BMNN_LEVEL_AS_NAME)},
            {"kebab", bmnn::level_text(level, BMNN_LEVEL_AS_ID)},
            {"vietnamese", bmnn::level_text(level, BMNN_LEVEL_AS_VI)},
            {"mark", bmnn::level_text(level, BMNN_LEVEL_AS_MARK)},
            {"letter", bmnn::level_text(level, BMNN_LEVEL_AS_LETTER)}};
}

inline Json level_roll_up(const Place &, const Json &input) {
    std::vector<bmnn_level> levels;
    for (const Json &name : input["levels"].items()) levels.push_back(level_named(name));
    const bmnn_level highest = failing([&] { return bmnn::highest(levels); }, "Level");
    return {{"level", bmnn::level_text(highest, BMNN_LEVEL_AS_NAME)}};
}

// As acts write it.
inline Json written_day(bmnn_date date) {
    char digits[40];
    std::snprintf(digits, sizeof digits, "%04d-%02d-%02d", static_cast<int>(date) / 10000,
                  static_cast<int>(date) / 100 % 100, static_cast<int>(date) % 100);
    return digits;
}

inline Json date_read(const Place &, const Json &input) {
    const bmnn_date date = failing([&] { return day(input["text"]); }, "Date");
    return {{"date", written_day(date)}, {"vietnamese", bmnn::date_vi(date)}};
}

inline Json part_date_read(const Place &, const Json &input) {
    const auto date = failing([&] { return bmnn::part_date(input["text"].text()); }, "PartDate");
    return {{"earliest", written_day(date.earliest)}, {"latest", written_day(date.latest)}};
}

inline Json time_read(const Place &, const Json &input) {
    const auto time = failing([&] { return bmnn::time_of_day(input["text"].text()); }, "Time");
    return {{"hour", Json::number(time.hour)}, {"minute", Json::number(time.minute)}};
}

inline Json id_read(const Place &, const Json &input) {
    const bool own = failing([&] { return bmnn::check_id(input["text"].text()); }, "Id");
    return {{"id", input["text"]}, {"own-agency", own}};
}

inline Json date_plus(const Place &, const Json &input) {
    const bmnn_date date = day(input["date"]);
    const int64_t count = few(input["count"].integer());
    const std::string &unit = input["unit"].text();
    const bmnn_date end = unit == "days"     ? bmnn::plus_days(date, count)
                          : unit == "months" ? bmnn::plus_months(date, few(count))
                                             : bmnn::plus_months(date, few(12 * count));
    return {{"date", written_day(end)}};
}

inline Json copy_named(std::string_view copy) {
    return Json::read(failing([&] { return bmnn::copy_name(copy); }, "Malformed"));
}

inline Json copy_read(const Place &, const Json &input) { return copy_named(input["text"].text()); }

inline Json copy_duplicate(const Place &, const Json &input) {
    const uint32_t occasion = few(input["occasion"].integer()), number = few(input["number"].integer());
    return copy_named(failing(
        [&] { return bmnn::copy_duplicate(input["copy"].text(), occasion, number); }, "Malformed"));
}

inline Json until_roll_up(const Place &, const Json &input) {
    const std::string untils = input["untils"].written();
    return {{"until", Json::read(failing([&] { return bmnn::latest(untils); }, "Question"))}};
}

inline const Tasks words = {
    {"level.read", level_read},
    {"level.print", level_print},
    {"level.roll-up", level_roll_up},
    {"date.read", date_read},
    {"part-date.read", part_date_read},
    {"time.read", time_read},
    {"date.plus", date_plus},
    {"until.roll-up", until_roll_up},
    {"copy.read", copy_read},
    {"copy.duplicate", copy_duplicate},
    {"id.read", id_read},
};

#endif
