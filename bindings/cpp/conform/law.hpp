// What the law says, and its packs.
#ifndef CONFORM_LAW_HPP
#define CONFORM_LAW_HPP

#include "asked.hpp"

// What a call on the packs gives.
template <class F>
Json given(F call, const char *otherwise) {
    return Json::read(failing(call, otherwise));
}

inline Json pack_on(const Place &place, const Json &input) {
    const Json head = given([&] { return place.packs.on(day(input["date"])); }, "NoPack");
    return {{"pack", head["id"]}};
}

// Of the pack that the question names, the thing of a kind that it names.
inline Json of_pack(const Place &place, const Json &input, const char *kind, const Json &id,
                    const char *otherwise) {
    const Json whole = given([&] { return place.packs.pack(input["pack"].text()); }, "NoPack");
    for (const Json &one : whole[kind].items())
        if (one["id"].text() == id.text()) return one;
    throw Failure(otherwise);
}

inline Json pack_provision(const Place &place, const Json &input) {
    const Json found = of_pack(place, input, "provisions", input["provision"], "NoProvision");
    Json value = found["value"];
    for (const auto &[key, word] :
         {std::pair("at-once", "at-once"), {"unknown", "Unknown"}, {"year-day", "YearDay"}})
        if (!found["value"][key].is_null()) value = word;
    return {{"value", value},
            {"article", found["article"]["vi"]},
            {"confidence", found["confidence"]},
            {"refuses", found["refuses"]}};
}

inline Json mark_print(const Place &place, const Json &input) {
    const Json found = of_pack(place, input, "marks", input["mark"], "NoMark");
    return {{"level", found["level"]},
            {"article", found["article"]["vi"]},
            {"can-be-drawn", found["can-be-drawn"]},
            {"rows", each(found["rows"], [](const Json &row) { return of(row, {"text", "fill"}); })}};
}

// Where something stands, as the vectors have it; null if no law is at issue.
inline Json cited(const Json &article) {
    if (article.is_null()) return article;
    return {{"article", article["vi"]},
            {"pack", article["pack"]},
            {"provision", article["provision"]}};
}

inline Json grounds(const Json &because) {
    return each(because, [](const Json &ground) { return cited(ground["article"]); });
}

inline Json term_of(const Place &place, const Json &input) {
    const Json term = given([&] { return place.packs.term(input.written()); }, "Level");
    Json said = of(term, {"end", "undecided", "unknown"});
    said.put("because", grounds(term["because"]));
    return said;
}

inline Json term_resolve(const Place &place, const Json &input) {
    const bmnn_level level = level_named(input["level"]);
    Json resolved = given(
        [&] {
            return place.packs.resolve(input["pack"].text(), input["until"].written(),
                                       day(input["start"]), level);
        },
        "NoPack");
    resolved.put("because", each(resolved["because"], [](const Json &one) { return one["id"]; }));
    return resolved;
}

inline Json status_on(const Place &place, const Json &input) {
    const Json status = Json::read(
        reading([&] { return place.packs.status(input["acts"].written(), day(input["on"])); }));
    Json said = of(status, {"ends", "level", "pack", "standing"});
    said.put("because", grounds(status["because"]));
    return said;
}

// Each as it is said, in the order of what it is said by: that of the library
// means nothing to the vectors.
template <class F>
Json sorted(const Json &list, F said) {
    std::vector<std::pair<std::string, Json>> all;
    for (const Json &one : list.items()) all.push_back(said(one));
    std::sort(all.begin(), all.end(), [](const auto &a, const auto &b) { return a.first < b.first; });
    Json::Array items;
    for (auto &one : all) items.push_back(std::move(one.second));
    return items;
}

inline Json remarks(const Json &list) {
    return sorted(list, [](const Json &remark) {
        const Json said{{"code", remark["code"]}, {"cited", cited(remark["article"])}};
        return std::pair(remark["code"].text() + "\n" + said.written(), said);
    });
}

inline Json duties(const Json &list) {
    return sorted(list, [](const Json &duty) {
        const Json said = of(duty, {"about", "due", "kind"});
        return std::pair(said.written(), said);
    });
}

// The acts before: lists, or single acts, in order, as one array.
inline Json before(const Json &after) {
    Json::Array acts;
    for (const Json &group : after.items()) {
        if (group.is_array())
            acts.insert(acts.end(), group.items().begin(), group.items().end());
        else
            acts.push_back(group);
    }
    return acts;
}

inline Json act_decide(const Place &place, const Json &input) {
    const Json &recorded = input["recorded"];
    const Json decision = Json::read(reading([&] {
        return place.packs.decide(before(input["after"]).written(), input["act"].written(),
                                  recorded.is_null() ? 0 : day(recorded));
    }));
    Json said{{"allowed", decision["allowed"]}, {"warnings", remarks(decision["warnings"])}};
    if (!decision["allowed"].truth()) {
        said.put("reasons", remarks(decision["reasons"]));
        return said;
    }
    const Json &row = decision["row"];
    said.put("irregular", remarks(decision["irregular"]));
    said.put("opens", duties(decision["opens"]));
    said.put("closes", duties(decision["closes"]));
    said.put("row", row.is_null() ? row : of(row, {"book", "number"}));
    return said;
}

inline const Tasks law = {
    {"pack.on", pack_on}, {"pack.provision", pack_provision}, {"mark.print", mark_print},
    {"term.of", term_of}, {"term.resolve", term_resolve},     {"status.on", status_on},
    {"act.decide", act_decide},
};

#endif
