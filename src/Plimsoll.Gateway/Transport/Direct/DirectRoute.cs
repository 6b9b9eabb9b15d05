using System.Text;

namespace Plimsoll.Gateway.Transport.Direct;

/// <summary>A path to which plain requests are served directly.</summary>
/// <param name="Path">It.</param>
internal sealed record DirectRoute(string Path)
{
    /// <summary>The same in ASCII.</summary>
    public byte[] Bytes { get; } = Encoding.ASCII.GetBytes(Path);
}
