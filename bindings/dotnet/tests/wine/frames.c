/* Exceptions of .NET 8 under wine 8. For tests, and never shipped: on Windows
 * there is nothing to mend.
 *
 * Wine keeps a list of handlers of its own on each stack, and puts one there
 * while it calls a frame's. .NET resumes its program from within such a call,
 * which never returns: the list then begins with memory that the stack has given
 * up, and a later exception is handed to whatever lies there by then. So before
 * an exception is handed to anybody, this takes out of the list what lies below
 * the stack of who raised it, where nothing is alive. */

#include <windows.h>

typedef EXCEPTION_REGISTRATION_RECORD Frame;

#define END ((Frame *)~(ULONG_PTR)0)
#define MOST 64

/* What was alive when a thread last raised something. */
typedef struct {
    Frame *at;
    Frame was;
} Known;

static DWORD slot;

/* The lowest of these that lies at `low` or above, and has not changed. */
static Frame *lowest(const Known *known, ULONG_PTR low)
{
    int i;
    for (i = 0; i < MOST && known[i].at != NULL; i++) {
        Frame *frame = known[i].at;
        if ((ULONG_PTR)frame >= low && frame->Handler == known[i].was.Handler)
            return frame;
    }
    return END;
}

static LONG NTAPI mended(EXCEPTION_POINTERS *raised)
{
    NT_TIB *stack = (NT_TIB *)NtCurrentTeb();
    ULONG_PTR low = raised->ContextRecord->Rsp;
    Known *known = TlsGetValue(slot), alive[MOST] = {0};
    Frame **link = &stack->ExceptionList;
    int count = 0;

    if (known == NULL) {
        known = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof alive);
        if (known == NULL || !TlsSetValue(slot, known))
            return EXCEPTION_CONTINUE_SEARCH;
    }
    /* The list goes up the stack. */
    while (*link != END && count < MOST) {
        if ((ULONG_PTR)*link < low || (ULONG_PTR)*link >= (ULONG_PTR)stack->StackBase) {
            *link = lowest(known, low);
            continue;
        }
        alive[count].at = *link;
        alive[count++].was = **link;
        low = (ULONG_PTR)*link + sizeof **link;
        link = &(*link)->Next;
    }
    CopyMemory(known, alive, sizeof alive);
    return EXCEPTION_CONTINUE_SEARCH;
}

BOOL WINAPI DllMain(HINSTANCE module, DWORD reason, LPVOID reserved)
{
    (void)module;
    (void)reserved;
    if (reason != DLL_PROCESS_ATTACH)
        return TRUE;
    slot = TlsAlloc();
    return slot != TLS_OUT_OF_INDEXES && AddVectoredExceptionHandler(1, mended) != NULL;
}
