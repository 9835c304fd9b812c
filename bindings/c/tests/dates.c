/* Days of the calendar. */
#include "check.h"

static void read(void) {
    static const struct {
        const char *text;
        bmnn_date date;
    } table[] = {
        {"2026-03-01", 20260301}, {"2024-02-29", 20240229}, {"1900-01-01", 19000101},
        {"9999-12-31", 99991231}, {"2026-02-29", 0},        {"1899-12-31", 0},
        {"2026-3-1", 0},          {"01/03/2026", 0},        {"", 0},
        {"2026-03-01 ", 0},       {"2026-00-10", 0},        {"2026-13-01", 0},
    };
    size_t i;
    for (i = 0; i < COUNT(table); i++) {
        bmnn_date date = 1;
        row = table[i].text;
        RETURNS(table[i].date ? BMNN_OK : BMNN_E_DATE,
                bmnn_date_parse(row, BMNN_ZSTR, &date, NULL));
        CHECK(date == table[i].date);
    }
}

static void days(void) {
    static const struct {
        const char *row;
        bmnn_date from;
        int64_t days;
        bmnn_date to;
    } table[] = {
        {"the same day", 20260301, 0, 20260301},
        {"the day before", 20260301, -1, 20260228},
        {"a leap year", 20240228, 1, 20240229},
        {"to the calendar's end", 20260301, INT64_MAX, 99991231},
        {"to its beginning", 20260301, INT64_MIN, 19000101},
        {"from no day", 20260230, 1, 0},
        {"from 0", 0, 1, 0},
        {"from a negative number", -20260301, 1, 0},
        {"from the least number", INT32_MIN, 1, 0},
    };
    size_t i;
    for (i = 0; i < COUNT(table); i++) {
        bmnn_date to = 1;
        int64_t back = 1;
        row = table[i].row;
        RETURNS(table[i].to ? BMNN_OK : BMNN_E_DATE,
                bmnn_date_plus_days(table[i].from, table[i].days, &to, NULL));
        CHECK(to == table[i].to);
        if (table[i].days > -100 && table[i].days < 100 && to != 0) {
            RETURNS(BMNN_OK, bmnn_date_days_until(table[i].from, to, &back, NULL));
            CHECK(back == table[i].days);
        }
    }
    row = "until no day";
    RETURNS(BMNN_E_DATE, bmnn_date_days_until(20260301, 20260231, &(int64_t){0}, NULL));
}

static void months(void) {
    static const struct {
        const char *row;
        bmnn_date from;
        uint32_t months;
        bmnn_date to;
    } table[] = {
        {"the same day of the month", 20260301, 12, 20270301},
        {"the last day where there is none", 20260131, 1, 20260228},
        {"of a leap year", 20240131, 1, 20240229},
        {"thirty years", 20260301, 360, 20560301},
        {"to the calendar's end", 20260301, UINT32_MAX, 99991231},
        {"from no day", 20261301, 1, 0},
    };
    size_t i;
    for (i = 0; i < COUNT(table); i++) {
        bmnn_date to = 1;
        row = table[i].row;
        RETURNS(table[i].to ? BMNN_OK : BMNN_E_DATE,
                bmnn_date_plus_months(table[i].from, table[i].months, &to, NULL));
        CHECK(to == table[i].to);
    }
}

int main(void) {
    read();
    days();
    months();
    return failures;
}
