using System.Globalization;
using Plimsoll.Bench.Gateway.Peers;

namespace Plimsoll.Bench.Gateway.Measurement;

/// <summary>What was typed.</summary>
/// <param name="Cases">Cases to run.</param>
/// <param name="Peers">Peers to run them through; a second build of the command line may be one.</param>
/// <param name="IsOpenAi">Whether OpenAI Chat Completions are asked; else Anthropic Messages.</param>
/// <param name="Port">First of the ports that are used, that of the mock.</param>
internal sealed record BenchOptions(IReadOnlyList<string> Cases, IReadOnlyList<Peer> Peers, bool IsOpenAi, int Port)
{
    private const int DefaultPort = 19100;

    public static bool TryRead(string[] args, Peer[] peers, out BenchOptions options, out string problem)
    {
        string[] cases = [.. BenchCase.All.Select(bench => bench.Name), FloodBench.Name, OverloadBench.Name];
        var (chosen, chosenPeers, port) = (new List<string>(), peers.ToList(), DefaultPort);
        PlimsollPeer? beside = null;
        var isOpenAi = false;
        problem = "";
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == "--peers" && ++i < args.Length)
            {
                var names = args[i].Split(',');
                chosenPeers = [.. peers.Where(peer => names.Contains(peer.Name))];
                problem += names.Length == chosenPeers.Count ? ""
                    : $"--peers: found '{args[i]}', expected some of {string.Join(',', peers.Select(p => p.Name))}\n";
            }
            else if (args[i] == "--openai")
            {
                isOpenAi = true;
            }
            else if (args[i] == "--beside" && ++i < args.Length)
            {
                beside = new PlimsollPeer("beside", Path.GetFullPath(args[i]));
            }
            else if (args[i] == "--port" && ++i < args.Length)
            {
                if (!int.TryParse(args[i], NumberStyles.None, CultureInfo.InvariantCulture, out port))
                    problem += $"--port: found '{args[i]}', expected the first of ten free ports\n";
            }
            else if (cases.Contains(args[i]))
            {
                chosen.Add(args[i]);
            }
            else
            {
                problem += $"found '{args[i]}', expected "
                    + $"[{string.Join('|', cases)}]... [--peers a,b] [--openai] [--beside CLI] [--port N]\n";
            }
        }

        if (beside is not null)
            chosenPeers.Add(beside);
        options = new BenchOptions(chosen.Count > 0 ? chosen : cases, chosenPeers, isOpenAi, port);
        return problem.Length == 0;
    }
}
