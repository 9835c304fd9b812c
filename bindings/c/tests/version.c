#include "bmnn.h"
int main(void) { return bmnn_abi_check(BMNN_ABI_VERSION, NULL) != BMNN_OK; }
