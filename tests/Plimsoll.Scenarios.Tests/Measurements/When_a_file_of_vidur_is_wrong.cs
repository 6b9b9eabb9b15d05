using Plimsoll.Scenarios.Measurements;
using Plimsoll.Simulation.Vidur;

namespace Plimsoll.Scenarios.Tests.Measurements;

public sealed class When_a_file_of_vidur_is_wrong : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("vidur").FullName;

    [Fact]
    public void What_the_mode_does_not_have_is_refused_by_name_all_at_once()
    {
        var text = File.ReadAllText(VidurFixture.PathOf("A_vllm_p512_q2_r1", "config.json"))
            .Replace("\"round_robin\"", "\"random\"", StringComparison.Ordinal)
            .Replace("\"vllm\"", "\"orca\"", StringComparison.Ordinal)
            .Replace("\"num_pipeline_stages\": 1", "\"num_pipeline_stages\": 2", StringComparison.Ordinal);
        var error = Assert.Throws<InvalidDataException>(() => VidurConfigFile.Read(Write("config.json", text)));
        Assert.Contains("'random'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'orca'", error.Message, StringComparison.Ordinal);
        Assert.Contains("num_pipeline_stages", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_configuration_of_something_else_is_told_from_vidurs()
    {
        var error = Assert.Throws<InvalidDataException>(() => VidurConfigFile.Read(Write("config.json", "{}")));
        Assert.Contains("no configuration of Vidur", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("arrived_at,tokens\n0,1\n", ":1:", "num_prefill_tokens")]
    [InlineData("arrived_at,num_prefill_tokens,num_decode_tokens\n0,1,1\n1,x,1\n", ":3:", "'x'")]
    [InlineData("arrived_at,num_prefill_tokens,num_decode_tokens\n0,1\n", ":2:", "2 cells")]
    [InlineData("arrived_at,num_prefill_tokens,num_decode_tokens\n0,-1,1\n", ":2:", "'-1'")]
    public void A_trace_is_refused_with_the_line_and_what_was_found(string text, string place, string found)
    {
        var error = Assert.Throws<InvalidDataException>(() => VidurRequestsFile.ReadTrace(Write("trace.csv", text)));
        Assert.Contains(place, error.Message, StringComparison.Ordinal);
        Assert.Contains(found, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tables_with_a_hole_are_refused()
    {
        var source = VidurFixture.PathOf("A_llama2-7b_a100_tp1");
        foreach (var file in Directory.GetFiles(source))
            File.Copy(file, Path.Combine(directory, Path.GetFileName(file)));
        var lines = VidurFixture.Text("A_llama2-7b_a100_tp1", "attn_decode_ms.csv.gz").Split('\n');
        Write("attn_decode_ms.csv", string.Join('\n', lines[..^3]));
        var error = Assert.Throws<InvalidDataException>(() => VidurTablesFile.Read(directory));
        Assert.Contains("attn_decode_ms.csv", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Doubles_are_written_as_python_writes_them()
    {
        var written = new StringWriter();
        VidurRequestsFile.Write(written, [new VidurOutcome
        {
            Request = new VidurRequest(0, 3, 4),
            Replica = 1,
            FirstScheduledAt = 5,
            FirstTokenAt = 0.00001,
            FinishedAt = double.NaN,
            Restarts = 2,
        }]);
        Assert.EndsWith("\n0,0.0,3,4,1,5.0,1e-05,nan,2\n", written.ToString(), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(directory, recursive: true);

    private string Write(string name, string text)
    {
        var path = Path.Combine(directory, name);
        File.WriteAllText(path, text);
        return path;
    }
}
