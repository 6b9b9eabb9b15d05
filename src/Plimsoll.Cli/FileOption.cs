using System.CommandLine;

namespace Plimsoll.Cli;

/// <summary>An option that names a file to write.</summary>
internal sealed class FileOption : Option<FileInfo?>
{
    public FileOption(string name, string description)
        : base(name) => Description = description;
}
