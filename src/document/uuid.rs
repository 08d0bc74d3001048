//! UUIDs of version 5: the same name gives the same id, on every machine. Never: chance, time.

/// All ids of exports are names below this one.
const NAMESPACE: [u8; 16] = [
    0x6f, 0x1c, 0x1e, 0x52, 0x8f, 0x5d, 0x5a, 0x3b, 0x9d, 0x0a, 0x4e, 0x6b, 0x27, 0xc4, 0x71, 0x90,
];

/// The UUID of a name.
pub fn of(name: &str) -> String {
    below(&NAMESPACE, name)
}

fn below(namespace: &[u8; 16], name: &str) -> String {
    let mut bytes = namespace.to_vec();
    bytes.extend_from_slice(name.as_bytes());
    let digest = sha1(&bytes);
    let mut hex = String::with_capacity(36);
    for (place, byte) in digest.iter().take(16).enumerate() {
        let byte = match place {
            6 => (byte & 0x0f) | 0x50,
            8 => (byte & 0x3f) | 0x80,
            _ => *byte,
        };
        if matches!(place, 4 | 6 | 8 | 10) {
            hex.push('-');
        }
        let digits = [byte >> 4, byte & 0x0f];
        hex.extend(
            digits
                .iter()
                .filter_map(|digit| char::from_digit(u32::from(*digit), 16)),
        );
    }
    hex
}

/// SHA-1 as in RFC 3174, which version 5 is made of; nothing here is kept secret by it.
fn sha1(message: &[u8]) -> [u8; 20] {
    let mut state: [u32; 5] = [
        0x6745_2301,
        0xefcd_ab89,
        0x98ba_dcfe,
        0x1032_5476,
        0xc3d2_e1f0,
    ];
    let bits = (message.len() as u64).wrapping_mul(8);
    let mut padded = message.to_vec();
    padded.push(0x80);
    while padded.len() % 64 != 56 {
        padded.push(0);
    }
    padded.extend_from_slice(&bits.to_be_bytes());
    for block in padded.chunks_exact(64) {
        let mut words: Vec<u32> = block
            .chunks_exact(4)
            .map(|four| {
                four.iter()
                    .fold(0, |word, byte| (word << 8) | u32::from(*byte))
            })
            .collect();
        for place in 16..80 {
            let back = |by: usize| words.get(place - by).copied().unwrap_or_default();
            let word = (back(3) ^ back(8) ^ back(14) ^ back(16)).rotate_left(1);
            words.push(word);
        }
        let [mut one, mut two, mut three, mut four, mut five] = state;
        for (round, word) in words.iter().enumerate() {
            let (mix, key) = match round {
                0..20 => ((two & three) | (!two & four), 0x5a82_7999_u32),
                20..40 => (two ^ three ^ four, 0x6ed9_eba1),
                40..60 => ((two & three) | (two & four) | (three & four), 0x8f1b_bcdc),
                _ => (two ^ three ^ four, 0xca62_c1d6),
            };
            let next = one
                .rotate_left(5)
                .wrapping_add(mix)
                .wrapping_add(five)
                .wrapping_add(key)
                .wrapping_add(*word);
            (five, four, three, two, one) = (four, three, two.rotate_left(30), one, next);
        }
        for (value, add) in state.iter_mut().zip([one, two, three, four, five]) {
            *value = value.wrapping_add(add);
        }
    }
    let mut digest = [0; 20];
    for (four, value) in digest.chunks_exact_mut(4).zip(state) {
        four.copy_from_slice(&value.to_be_bytes());
    }
    digest
}

#[cfg(test)]
mod tests {
    use super::{below, of};

    #[test]
    fn the_example_of_the_standard() {
        // RFC 9562, appendix A.4: the name www.example.com below the namespace of domain names.
        let domains = [
            0x6b, 0xa7, 0xb8, 0x10, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4,
            0x30, 0xc8,
        ];
        assert_eq!(
            below(&domains, "www.example.com"),
            "2ed6657d-e927-568b-95e1-2665a8aea6a2"
        );
    }

    #[test]
    fn long_names_count_to_the_end() {
        assert_ne!(of(&"a".repeat(200)), of(&"a".repeat(201)));
    }
}
