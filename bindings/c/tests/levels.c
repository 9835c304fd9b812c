/* Levels: read with the liberties that people take, written in each form, and
 * the highest of some. */
#include "check.h"

static void read_by_people(void) {
    static const struct {
        const char *text;
        bmnn_level level;
        uint32_t liberties;
    } table[] = {
        {"Mat", BMNN_LEVEL_MAT, 0},
        {"ToiMat", BMNN_LEVEL_TOI_MAT, 0},
        {"Tuyệt mật", BMNN_LEVEL_TUYET_MAT, 0},
        {"TỐI MẬT", BMNN_LEVEL_TOI_MAT, 0},
        {"TOI MAT", BMNN_LEVEL_TOI_MAT, BMNN_LIBERTY_DIACRITICS},
        {"Tối Mật", BMNN_LEVEL_TOI_MAT, BMNN_LIBERTY_CASE},
        {"mat", BMNN_LEVEL_MAT, BMNN_LIBERTY_CASE | BMNN_LIBERTY_DIACRITICS},
        {"  Tối   mật\n", BMNN_LEVEL_TOI_MAT, BMNN_LIBERTY_SPACE},
        {"Ma\xCC\xA3\xCC\x82t", BMNN_LEVEL_MAT, BMNN_LIBERTY_DECOMPOSED},
        {"b", BMNN_LEVEL_TOI_MAT, BMNN_LIBERTY_CASE | BMNN_LIBERTY_LETTER},
        {"Tồi mật", BMNN_LEVEL_NONE, 0}, /* a wrong diacritic is no level */
        {"Secret", BMNN_LEVEL_NONE, 0},
        {"", BMNN_LEVEL_NONE, 0},
        {"\xF0\x9F\x94\x92", BMNN_LEVEL_NONE, 0}, /* beyond the basic plane */
    };
    size_t i;
    for (i = 0; i < COUNT(table); i++) {
        bmnn_status wanted = table[i].level == BMNN_LEVEL_NONE ? BMNN_E_LEVEL : BMNN_OK;
        bmnn_level level = 9;
        uint32_t liberties = 99;
        bmnn_error *error;
        row = table[i].text;
        RETURNS(wanted, bmnn_level_parse(row, strlen(row), &level, &liberties, &error));
        CHECK(level == table[i].level);
        CHECK(liberties == table[i].liberties);
        CHECK((error == NULL) == (wanted == BMNN_OK));
        /* Who reads an error reads no text of the document. */
        if (wanted != BMNN_OK && row[0] != 0) CHECK(!HAS(bmnn_error_message_en(error), row));
        bmnn_error_free(error);
        level = 9;
        RETURNS(wanted, bmnn_level_parse(row, BMNN_ZSTR, &level, NULL, NULL));
        CHECK(level == table[i].level);
    }
}

static void written(void) {
    static const char *const table[3][6] = {
        {"Mat", "Mật", "Confidential", "MẬT", "C", "mat"},
        {"ToiMat", "Tối mật", "Secret", "TỐI MẬT", "B", "toi-mat"},
        {"TuyetMat", "Tuyệt mật", "Top Secret", "TUYỆT MẬT", "A", "tuyet-mat"},
    };
    static const int32_t forms[] = {BMNN_LEVEL_AS_NAME, BMNN_LEVEL_AS_VI, BMNN_LEVEL_AS_EN,
                                    BMNN_LEVEL_AS_MARK, BMNN_LEVEL_AS_LETTER, BMNN_LEVEL_AS_ID};
    const char *text;
    bmnn_level level;
    size_t form;
    for (level = BMNN_LEVEL_MAT; level <= BMNN_LEVEL_TUYET_MAT; level++)
        for (form = 0; form < COUNT(forms); form++) {
            row = table[level - 1][form];
            RETURNS(BMNN_OK, bmnn_level_text(level, forms[form], &text, NULL));
            CHECK(IS(text, row));
        }
    row = "no level or form";
    for (level = -1; level <= 4; level += 5) {
        text = row;
        RETURNS(BMNN_E_RANGE, bmnn_level_text(level, BMNN_LEVEL_AS_VI, &text, NULL));
        CHECK(text == NULL);
    }
    RETURNS(BMNN_E_RANGE, bmnn_level_text(BMNN_LEVEL_NONE, BMNN_LEVEL_AS_VI, &text, NULL));
    RETURNS(BMNN_E_RANGE, bmnn_level_text(BMNN_LEVEL_MAT, 6, &text, NULL));
    RETURNS(BMNN_E_RANGE, bmnn_level_text(BMNN_LEVEL_MAT, INT32_MIN, &text, NULL));
}

static void highest(void) {
    static const struct {
        const char *row;
        bmnn_level levels[3];
        size_t count;
        bmnn_level highest;
    } table[] = {
        {"one", {1, 0, 0}, 1, BMNN_LEVEL_MAT},
        {"two alike", {2, 2, 0}, 2, BMNN_LEVEL_TOI_MAT},
        {"the highest first", {3, 1, 2}, 3, BMNN_LEVEL_TUYET_MAT},
        {"the highest last", {1, 1, 3}, 3, BMNN_LEVEL_TUYET_MAT},
        {"none at all", {0, 0, 0}, 0, BMNN_LEVEL_NONE},
        {"one that is none", {3, 0, 1}, 3, BMNN_LEVEL_NONE},
        {"one that is too high", {3, 4, 1}, 3, BMNN_LEVEL_NONE},
    };
    size_t i;
    for (i = 0; i < COUNT(table); i++) {
        bmnn_level level = 9;
        row = table[i].row;
        RETURNS(table[i].highest == BMNN_LEVEL_NONE ? BMNN_E_RANGE : BMNN_OK,
                bmnn_level_highest(table[i].levels, table[i].count, &level, NULL));
        CHECK(level == table[i].highest);
    }
}

int main(void) {
    read_by_people();
    written();
    highest();
    return failures;
}
