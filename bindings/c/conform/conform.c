/* The C library as a subject of the conformance vectors: reads questions, a line
 * each, and answers each with a line. `null` says that the library has no
 * function for it. Each answer is made of what the library says, put into the
 * form of the vectors; nothing is decided here. The form of questions and answers
 * is in crates/bmnn-conformance/README.md. It is given a folder, in which it writes
 * the ledgers of questions. */
#include "ask.h"

/* A line without its end; 0 at the end of the file. */
static int read_line(text *line) {
    int letter;
    line->len = 0;
    while ((letter = getchar()) != EOF && letter != '\n') {
        char byte = (char)letter;
        put_bytes(line, &byte, 1);
    }
    return letter != EOF || line->len > 0;
}

int main(int argc, char **argv) {
    static const struct task *const all[] = {small_tasks,  law_tasks,   bytes_tasks,
                                             signed_tasks, proof_tasks, ledger_tasks};
    text line = {NULL, 0, 0}, answer = {NULL, 0, 0};
    if (argc != 2) {
        fputs("conform FOLDER\n", stderr);
        return 2;
    }
    folder = argv[1];
    if (bmnn_abi_check(BMNN_ABI_VERSION, NULL) != BMNN_OK) return 2;
    if (bmnn_packs_built_in(&packs, NULL) != BMNN_OK) return 2;
    while (read_line(&line)) {
        part question, task;
        size_t i;
        const struct task *one;
        question.at = line.at;
        question.len = line.len;
        task = field(question, "do");
        answer.len = 0;
        put_bytes(&answer, "", 0);
        for (i = 0; i < sizeof all / sizeof *all; i++)
            for (one = all[i]; one->name != NULL; one++)
                if (is(task, one->name)) (void)one->answer(field(question, "input"), &answer);
        puts(answer.len > 0 ? answer.at : "null");
        fflush(stdout);
    }
    free(line.at);
    free(answer.at);
    forget();
    bmnn_packs_free(packs);
    return 0;
}
