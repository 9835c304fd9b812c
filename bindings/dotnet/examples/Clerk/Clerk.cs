using System;
using Bmnn;
static class Clerk { static void Main() { Console.WriteLine(SecrecyLevels.Parse("Mật")); } }
