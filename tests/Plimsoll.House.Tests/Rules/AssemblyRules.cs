using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Plimsoll.House.Rules;

/// <summary>
/// What a built assembly really touches, read from its metadata: neither a pragma nor a generated file gets past it.
/// </summary>
public static class AssemblyRules
{
    /// <summary>Uses of what a BannedSymbols.txt bans by namespace, type or property.</summary>
    /// <param name="assembly">Path of the built assembly.</param>
    /// <param name="banned">Text of the list.</param>
    public static IEnumerable<Finding> CheckBanned(string assembly, string banned)
    {
        var ids = banned.Split('\n').Select(l => l.Split(';')[0].Trim()).Where(l => l.Length > 2).ToList();
        var namespaces = ids.Where(i => i[0] == 'N').Select(i => i[2..]).ToHashSet();
        var types = ids.Where(i => i[0] == 'T').Select(i => i[2..]).ToHashSet();
        var members = ids.Where(i => i[0] is 'P' or 'M').Select(i => i[2..].Split('(')[0]).ToHashSet();
        // Every override of GetHashCode names the one it overrides; the analyzer tells the calls apart.
        members.RemoveWhere(m => m.EndsWith(".GetHashCode", StringComparison.Ordinal));

        using var file = new PEReader(File.OpenRead(assembly));
        var reader = file.GetMetadataReader();
        foreach (var (scope, type) in reader.TypeReferences.Select(h => NameOf(reader, h)))
        {
            var inside = namespaces.Any(n => $"{scope}.".StartsWith(n + ".", StringComparison.Ordinal));
            if (inside || types.Contains($"{scope}.{type}"))
                yield return new Finding("banned", Path.GetFileName(assembly), $"uses {scope}.{type}");
        }

        foreach (var reference in reader.MemberReferences.Select(reader.GetMemberReference))
        {
            if (reference.Parent.Kind != HandleKind.TypeReference)
                continue;
            var (scope, type) = NameOf(reader, (TypeReferenceHandle)reference.Parent);
            var member = reader.GetString(reference.Name);
            var name = $"{scope}.{type}.{(member.StartsWith("get_", StringComparison.Ordinal) ? member[4..] : member)}";
            if (members.Contains(name))
                yield return new Finding("banned", Path.GetFileName(assembly), $"uses {name}");
        }
    }

    /// <summary>Assemblies that are needed at run time and are not part of the framework.</summary>
    public static IEnumerable<Finding> CheckOnlyFramework(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var reader = file.GetMetadataReader();
        foreach (var reference in reader.AssemblyReferences)
        {
            var name = reader.GetString(reader.GetAssemblyReference(reference).Name);
            if (!name.StartsWith("System.", StringComparison.Ordinal))
                yield return new Finding("banned", Path.GetFileName(assembly), $"needs {name} at run time");
        }
    }

    private static (string Namespace, string Name) NameOf(MetadataReader reader, TypeReferenceHandle handle)
    {
        var type = reader.GetTypeReference(handle);
        return (reader.GetString(type.Namespace), reader.GetString(type.Name));
    }
}
