using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.InteropServices;
using Xunit;

namespace Bmnn.Tests
{
    public sealed class LayoutTests
    {
        [Fact]
        public void StructsLieAsTheLibraryHasThem()
        {
            var layout = JsonValue.Parse(File.ReadAllText(Place.Layout))[IntPtr.Size == 8 ? "64" : "32"]!;
            Assert.True(layout.Members.Count > 0);
            foreach (var wanted in layout.Members)
            {
                var found = typeof(BmnnNative).Assembly.GetType("Bmnn." + wanted.Key, true)!;
                Assert.Equal(wanted.Value["size"]!.AsInteger, (long)Marshal.SizeOf(found));
                var members = wanted.Value["members"]!.Items;
                foreach (var member in members)
                    Assert.Equal(member["offset"]!.AsInteger, (long)Marshal.OffsetOf(found, member["name"]!.AsText!));
                // A member that the library does not have would shift none of these.
                Assert.Equal(members.Count, found.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Length);
            }
        }

        [Fact]
        public void NothingIsTranslatedOnTheWay()
        {
            var imports = typeof(NativeMethods).GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly)
                .Where(method => method.GetCustomAttribute<DllImportAttribute>() != null).ToList();
            Assert.True(imports.Count > 40);
            foreach (var import in imports)
            {
                var how = import.GetCustomAttribute<DllImportAttribute>()!;
                Assert.Equal(CallingConvention.Cdecl, how.CallingConvention);
                Assert.True(how.ExactSpelling && !how.SetLastError, import.Name);
                foreach (var type in import.GetParameters().Select(one => one.ParameterType).Append(import.ReturnType))
                    Assert.True(type.IsPointer || (type.IsPrimitive && type != typeof(bool) && type != typeof(char)) || type == typeof(void), import.Name);
            }
        }
    }
}
