// MSBuild compiles this file when it needs one of the tasks: linker.targets takes SeparateSymbols, zip.proj WriteZip.
// So that a build needs no objcopy, strip and zip, it is the same on every system.
using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>
/// Takes out of a linked program (ELF, 64 bits, little-endian) what the loader does not read: symbols and debug
/// information. The program as it was linked is kept in another file, which the program names for debuggers.
/// </summary>
public sealed class SeparateSymbols : Task
{
    private const int HeaderSize = 64;
    private const int SectionHeaderSize = 64;
    private const uint Rel = 9;
    private const uint Rela = 4;
    private const uint NoBits = 8;
    private const ulong Alloc = 2;
    private const ulong InfoLink = 0x40;

    /// <summary>The program, which is changed in place and keeps its mode.</summary>
    [Required]
    public string Program { get; set; }

    /// <summary>Where the program with its symbols is kept.</summary>
    [Required]
    public string SymbolFile { get; set; }

    public override bool Execute()
    {
        byte[] linked = File.ReadAllBytes(Program);
        if (linked.Length < HeaderSize || BitConverter.ToUInt32(linked, 0) != 0x464C457F || linked[4] != 2 || linked[5] != 1)
        {
            Log.LogError("{0} is no 64-bit ELF program.", Program);
            return false;
        }

        var sections = ReadSections(linked);
        if (sections.Count == 0)
        {
            return true;
        }

        File.Copy(Program, SymbolFile, overwrite: true);
        byte[] stripped = Strip(linked, sections, DebugLink(linked));
        using (var file = new FileStream(Program, FileMode.Open, FileAccess.Write))
        {
            file.Write(stripped, 0, stripped.Length);
            file.SetLength(stripped.Length);
        }

        return true;
    }

    private sealed class Section
    {
        public byte[] Header;
        public string Name;
        public uint Type => BitConverter.ToUInt32(Header, 4);
        public ulong Flags => BitConverter.ToUInt64(Header, 8);
        public long Offset => BitConverter.ToInt64(Header, 24);
        public long Size => BitConverter.ToInt64(Header, 32);
        public bool IsLoaded => (Flags & Alloc) != 0;
    }

    private static List<Section> ReadSections(byte[] program)
    {
        long start = BitConverter.ToInt64(program, 40);
        int count = BitConverter.ToUInt16(program, 60);
        int names = BitConverter.ToUInt16(program, 62);
        var sections = new List<Section>();
        for (int i = 0; i < count; i++)
        {
            var header = new byte[SectionHeaderSize];
            Array.Copy(program, start + (long)i * SectionHeaderSize, header, 0, SectionHeaderSize);
            sections.Add(new Section { Header = header });
        }

        foreach (var section in sections)
        {
            long name = sections[names].Offset + BitConverter.ToUInt32(section.Header, 0);
            int end = Array.IndexOf(program, (byte)0, (int)name);
            section.Name = Encoding.ASCII.GetString(program, (int)name, end - (int)name);
        }

        return sections;
    }

    /// <summary>The section by which a debugger finds the file with the symbols: its name, and its CRC-32.</summary>
    private byte[] DebugLink(byte[] linked)
    {
        byte[] name = Encoding.UTF8.GetBytes(Path.GetFileName(SymbolFile) + "\0");
        var link = new byte[(name.Length + 3) / 4 * 4 + 4];
        name.CopyTo(link, 0);
        BitConverter.GetBytes(Crc32.Of(linked)).CopyTo(link, link.Length - 4);
        return link;
    }

    private static byte[] Strip(byte[] linked, List<Section> sections, byte[] debugLink)
    {
        // The null section, which is the first, stays too.
        var kept = sections.Where((section, i) => i == 0 || section.IsLoaded).ToList();
        var indexes = sections.Select(section => Math.Max(0, kept.IndexOf(section))).ToArray();
        var stripped = new MemoryStream();
        stripped.Write(linked, 0, (int)EndOfLoaded(linked, kept));

        var names = new MemoryStream();
        var headers = new MemoryStream();
        foreach (var section in kept)
        {
            Put(section.Header, 0, (uint)AddName(names, section.Name));
            Put(section.Header, 40, (uint)indexes[BitConverter.ToUInt32(section.Header, 40)]);
            if (section.Type == Rel || section.Type == Rela || (section.Flags & InfoLink) != 0)
            {
                Put(section.Header, 44, (uint)indexes[BitConverter.ToUInt32(section.Header, 44)]);
            }

            headers.Write(section.Header, 0, SectionHeaderSize);
        }

        Add(stripped, headers, AddName(names, ".gnu_debuglink"), 1, debugLink, 4);
        int ownName = AddName(names, ".shstrtab");
        Add(stripped, headers, ownName, 3, names.ToArray(), 1);

        Align(stripped, 8);
        byte[] header = linked.Take(HeaderSize).ToArray();
        BitConverter.GetBytes(stripped.Length).CopyTo(header, 40);
        BitConverter.GetBytes((ushort)(kept.Count + 2)).CopyTo(header, 60);
        BitConverter.GetBytes((ushort)(kept.Count + 1)).CopyTo(header, 62);
        headers.WriteTo(stripped);
        stripped.Position = 0;
        stripped.Write(header, 0, HeaderSize);
        return stripped.ToArray();
    }

    /// <summary>Where in the file the last byte is that is loaded, or that says what is loaded.</summary>
    private static long EndOfLoaded(byte[] linked, IEnumerable<Section> kept)
    {
        long table = BitConverter.ToInt64(linked, 32);
        int size = BitConverter.ToUInt16(linked, 54);
        int count = BitConverter.ToUInt16(linked, 56);
        var segments = Enumerable.Range(0, count).Select(i => table + (long)i * size);
        var ends = segments.Select(at => BitConverter.ToInt64(linked, (int)at + 8) + BitConverter.ToInt64(linked, (int)at + 32));
        var sectionEnds = kept.Where(section => section.Type != NoBits).Select(section => section.Offset + section.Size);
        return ends.Concat(sectionEnds).Concat(new[] { HeaderSize, table + (long)count * size }).Max();
    }

    private static void Add(MemoryStream program, MemoryStream headers, int name, uint type, byte[] contents, int alignment)
    {
        Align(program, alignment);
        var header = new byte[SectionHeaderSize];
        Put(header, 0, (uint)name);
        Put(header, 4, type);
        BitConverter.GetBytes(program.Length).CopyTo(header, 24);
        BitConverter.GetBytes((long)contents.Length).CopyTo(header, 32);
        BitConverter.GetBytes((long)alignment).CopyTo(header, 48);
        headers.Write(header, 0, SectionHeaderSize);
        program.Write(contents, 0, contents.Length);
    }

    private static int AddName(MemoryStream names, string name)
    {
        int at = (int)names.Length;
        byte[] bytes = Encoding.ASCII.GetBytes(name + "\0");
        names.Write(bytes, 0, bytes.Length);
        return at;
    }

    private static void Align(MemoryStream stream, int alignment)
    {
        while (stream.Length % alignment != 0)
        {
            stream.WriteByte(0);
        }
    }

    private static void Put(byte[] header, int at, uint value) => BitConverter.GetBytes(value).CopyTo(header, at);
}

/// <summary>
/// Packs all files below a folder into a zip that depends on nothing but their names and contents: sorted, with one
/// date, and with the modes that they need on Lambda, whatever the system that packs them knows of modes.
/// </summary>
public sealed class WriteZip : Task
{
    // 1980-01-01, the first day that a zip can name.
    private const ushort Date = 0x21;
    private const ushort Deflate = 8;
    private const ushort Utf8Names = 0x800;
    private const ushort VersionNeeded = 20;
    private const ushort MadeOnUnix = 3 << 8 | VersionNeeded;

    [Required]
    public string Folder { get; set; }

    [Required]
    public string ZipFile { get; set; }

    public override bool Execute()
    {
        string root = Path.GetFullPath(Folder);
        List<string> names;
        try
        {
            names = FilesBelow(root, "").OrderBy(name => name, StringComparer.Ordinal).ToList();
        }
        catch (InvalidOperationException exception)
        {
            Log.LogError(exception.Message);
            return false;
        }

        var zip = new MemoryStream();
        var directory = new MemoryStream();
        using (var entries = new BinaryWriter(zip, Encoding.UTF8, leaveOpen: true))
        using (var list = new BinaryWriter(directory, Encoding.UTF8, leaveOpen: true))
        {
            foreach (string name in names)
            {
                Add(entries, list, name, File.ReadAllBytes(Path.Combine(root, name)));
            }

            list.Flush();
            uint start = (uint)zip.Length;
            directory.WriteTo(zip);
            entries.Write(0x06054B50u);
            entries.Write(0u);
            entries.Write((ushort)names.Count);
            entries.Write((ushort)names.Count);
            entries.Write((uint)directory.Length);
            entries.Write(start);
            entries.Write((ushort)0);
        }

        File.WriteAllBytes(ZipFile, zip.ToArray());
        return true;
    }

    /// <summary>The files below a folder, with forward slashes.</summary>
    private static IEnumerable<string> FilesBelow(string folder, string start)
    {
        foreach (var entry in new DirectoryInfo(folder).GetFileSystemInfos())
        {
            if ((entry.Attributes & FileAttributes.ReparsePoint) != 0)
            {
                throw new InvalidOperationException(entry.FullName + " is a link; put the file itself into dist/zip.");
            }

            string name = start + entry.Name;
            if ((entry.Attributes & FileAttributes.Directory) == 0)
            {
                yield return name;
                continue;
            }

            foreach (string below in FilesBelow(entry.FullName, name + "/"))
            {
                yield return below;
            }
        }
    }

    private static void Add(BinaryWriter entries, BinaryWriter list, string name, byte[] contents)
    {
        byte[] nameBytes = Encoding.UTF8.GetBytes(name);
        byte[] packed = Pack(contents);
        uint start = (uint)entries.BaseStream.Length;

        void Common(BinaryWriter writer)
        {
            writer.Write(VersionNeeded);
            writer.Write(nameBytes.Any(letter => letter > 0x7F) ? Utf8Names : (ushort)0);
            writer.Write(Deflate);
            writer.Write((ushort)0);
            writer.Write(Date);
            writer.Write(Crc32.Of(contents));
            writer.Write((uint)packed.Length);
            writer.Write((uint)contents.Length);
            writer.Write((ushort)nameBytes.Length);
            writer.Write((ushort)0);
        }

        entries.Write(0x04034B50u);
        Common(entries);
        entries.Write(nameBytes);
        entries.Write(packed);
        entries.Flush();

        list.Write(0x02014B50u);
        list.Write(MadeOnUnix);
        Common(list);
        list.Write((ushort)0);
        list.Write((ushort)0);
        list.Write((ushort)0);
        list.Write((IsProgram(contents) ? 0x81EDu : 0x81A4u) << 16);
        list.Write(start);
        list.Write(nameBytes);
    }

    private static byte[] Pack(byte[] contents)
    {
        var packed = new MemoryStream();
        // SmallestSize, which this file cannot name: it is compiled for .NET Standard 2.0.
        using (var deflate = new DeflateStream(packed, (CompressionLevel)3, leaveOpen: true))
        {
            deflate.Write(contents, 0, contents.Length);
        }

        // Of nothing, a DeflateStream writes nothing; the empty stream of deflate is these two bytes.
        return packed.Length > 0 ? packed.ToArray() : new byte[] { 3, 0 };
    }

    /// <summary>Whether a file is executable on Linux: an ELF file, or a script that names its interpreter.</summary>
    private static bool IsProgram(byte[] contents) =>
        StartsWith(contents, 0x7F, 'E', 'L', 'F') || StartsWith(contents, '#', '!');

    private static bool StartsWith(byte[] contents, params int[] start) =>
        contents.Length >= start.Length && !start.Where((value, i) => contents[i] != value).Any();
}

/// <summary>The checksum of zips and of the link to a file of symbols.</summary>
internal static class Crc32
{
    private static readonly uint[] Table = Enumerable.Range(0, 256).Select(Entry).ToArray();

    public static uint Of(byte[] contents)
    {
        uint crc = uint.MaxValue;
        foreach (byte one in contents)
        {
            crc = Table[(crc ^ one) & 0xFF] ^ crc >> 8;
        }

        return ~crc;
    }

    private static uint Entry(int number)
    {
        uint entry = (uint)number;
        for (int bit = 0; bit < 8; bit++)
        {
            entry = (entry & 1) != 0 ? 0xEDB88320 ^ entry >> 1 : entry >> 1;
        }

        return entry;
    }
}
